"""What the columns of each kind of reference file are called, and what ought to stand in them."""

from spending.actions.references.records import Column
from spending.models import ReferenceKind

NUMBER = r"(?:id|no|num|number|code|ref|reference|key)"
PAID = r"(?:supplier|vendor|creditor|payee|beneficiary|contractor|provider)s?"
POSTCODE = r"(?:post ?code|postal code|zip(?: code)?)"
SITE = r"(?: site| office| address)*"

NAME_WANTED = "the supplier's name, of at most 200 characters"
POSTCODE_WANTED = "a UK postcode such as SG1 1HN"
COMPANY_WANTED = "a company number of 8 characters such as 01234567 or SC123456"
CHARITY_WANTED = "a number of the Charity Commission for England and Wales, of 5 to 7 figures"
DAY_WANTED = "a day such as 31/03/2026"
KIND_WANTED = "what the supplier is: charity, CIC, CIO, co-operative, company, partnership"

COMPANY_NUMBER = Column(
    "company",
    (
        rf"(?:{PAID} )?(?:registered )?compan(?:y|ies)(?: house)?(?: reg(?:istration|istered)?)? {NUMBER}",
        rf"(?:{PAID} )?compan(?:y|ies) reg(?:istration)?|crn|(?:{PAID} )?registration {NUMBER}",
    ),
    COMPANY_WANTED,
)
CHARITY_NUMBER = Column(
    "charity", (rf"(?:{PAID} )?(?:registered )?charity(?: reg(?:istration|istered)?)?(?: {NUMBER})?",), CHARITY_WANTED
)
KIND = Column(
    "kind",
    (
        r"(?:supplier |organisation |company |legal )(?:type|kind|form|status)",
        r"(?:is )?vcse?(?: .*)?|.*\bvoluntary\b.*",
    ),
    KIND_WANTED,
)

SUPPLIERS = (
    Column(
        "number", (rf"{PAID} {NUMBER}", rf"(?:account )?{NUMBER}"), "the council's number of the supplier", "number"
    ),
    Column("name", (rf"{PAID}(?: name)?", r"(?:organisation |company |trading )?name"), NAME_WANTED, "name"),
    Column("trading", (rf"(?:trading|branch|site|depot|premises){SITE} {POSTCODE}",), POSTCODE_WANTED, "postcode"),
    Column(
        "ordering",
        (rf"(?:(?:purchase )?order(?:ing)?|purchas(?:e|ing)|po){SITE} {POSTCODE}",),
        POSTCODE_WANTED,
        "postcode",
    ),
    Column("registered", (rf"registered{SITE} {POSTCODE}",), POSTCODE_WANTED, "postcode"),
    Column(
        "remittance",
        (
            rf"(?:remittance|remit|payment|pay|invoice|invoicing|billing){SITE} {POSTCODE}",
            rf"(?:{PAID} )?(?:main |current )?(?:address )?{POSTCODE}",
        ),
        POSTCODE_WANTED,
        "postcode",
    ),
    Column(
        "basis",
        (r"(?:address|site|location|postcode) (?:type|kind|use|usage|purpose|basis)", "basis"),
        "what the address is for: trading, ordering, remittance or registered",
    ),
    Column(
        "branch", (r"(?:is )?(?:a )?branch(?: .*)?", r"site kind|head office(?: or branch)?"), "branch or head office"
    ),
    Column("country", (rf"(?:{PAID} )?(?:address )?country(?: name| code)?",), "a country"),
    COMPANY_NUMBER,
    CHARITY_NUMBER,
    KIND,
)

CONTRACTS = (
    Column(
        "contract",
        (
            rf"contract (?:title|name|{NUMBER})(?: .*)?",
            r"(?:title of |name of )?(?:agreement|contract)(?: title)?",
            r"open contracting id|ocid",
        ),
        "the contract's title or number",
        "contract",
    ),
    Column(
        "name",
        (
            rf"{PAID}(?: company| legal| registered| organisation)? name(?: .*)?",
            rf"(?:name of )?(?:the )?(?:awarded |winning )?{PAID}",
        ),
        NAME_WANTED,
        "name",
    ),
    Column(
        "declared",
        (rf"(?:{PAID} )?(?:address )?{POSTCODE}",),
        POSTCODE_WANTED,
    ),
    Column(
        "start",
        (r"(?:contract )?(?:start|commencement|award|awarded) date|date (?:of award|awarded|started)|contract start",),
        "the day the contract starts, such as 01/04/2026",
    ),
    Column("country", (rf"(?:{PAID} )?country",), "a country"),
    COMPANY_NUMBER,
    CHARITY_NUMBER,
    KIND,
)

PREVIOUS_NAMES = 10

COMPANIES = (
    Column("name", ("company name",), "the company's name", "name"),
    Column("number", ("company number",), COMPANY_WANTED, "number"),
    Column("postcode", ("reg address post code",), POSTCODE_WANTED, "postcode"),
    Column("category", ("company category",), "the company's legal form", "category"),
    Column("accounts", ("accounts account category",), "the kind of accounts it files"),
    Column("incorporated", ("incorporation date",), DAY_WANTED, "incorporation date"),
    Column("dissolved", ("dissolution date",), DAY_WANTED),
    *(
        column
        for place in range(1, PREVIOUS_NAMES + 1)
        for column in (
            Column(f"previous_{place}", (f"previous name {place} company name",), "a former name"),
            Column(f"changed_{place}", (f"previous name {place} condate",), DAY_WANTED),
        )
    ),
)

CHARITIES = (
    Column("number", ("registered charity number",), CHARITY_WANTED, "number"),
    Column("linked", ("linked charity number",), "0 for the charity itself", "linked charity number"),
    Column("name", ("charity name",), "the charity's name", "name"),
    Column("status", ("charity registration status",), "Registered or Removed", "registration status"),
    Column("registered", ("date of registration",), DAY_WANTED),
    Column("removed", ("date of removal",), DAY_WANTED),
    Column("income", ("latest income",), "pounds"),
    Column("postcode", ("charity contact postcode",), POSTCODE_WANTED),
    Column("company", ("charity company registration number",), COMPANY_WANTED),
    Column("cio", ("charity is cio",), "True or False"),
)

# Of a release: not titles, but what is looked for in it.
AWARDS = (
    Column("name", (), NAME_WANTED),
    Column("declared", (), POSTCODE_WANTED),
    Column("start", (), "the day of the award, such as 2026-03-31"),
    Column("company", (), COMPANY_WANTED),
    Column("charity", (), CHARITY_WANTED),
)

AREA_WANTED = "a nine-character code of the Office for National Statistics"

POSTCODES = (
    Column("postcode", ("pcds", "pcd8|pcd2", "pcd7|pcd|postcode"), POSTCODE_WANTED, "postcode"),
    Column("introduced", ("dointr",), "a month such as 202605"),
    Column("terminated", ("doterm",), "a month such as 202605", "month of termination"),
    Column("district", (r"(?:os)?laua|lad\d\d(?:cd)?",), AREA_WANTED, "district"),
    Column("county", (r"(?:os)?cty|cty\d\d(?:cd)?",), AREA_WANTED, "county"),
    Column("region", (r"rgn|gor|rgn\d\d(?:cd)?",), AREA_WANTED, "region"),
    Column("country", (r"ctry|ctry\d\d(?:cd)?",), AREA_WANTED, "country"),
    Column("travel_to_work", (r"ttwa|ttwa\d\d(?:cd)?",), AREA_WANTED),
    Column("small_area", (r"lsoa21(?:cd)?",), AREA_WANTED),
)

COLUMNS: dict[ReferenceKind, tuple[Column, ...]] = {
    ReferenceKind.SUPPLIERS: SUPPLIERS,
    ReferenceKind.CONTRACTS: CONTRACTS,
    ReferenceKind.COMPANIES: COMPANIES,
    ReferenceKind.CHARITIES: CHARITIES,
    ReferenceKind.AWARDS: AWARDS,
    ReferenceKind.POSTCODES: POSTCODES,
}
