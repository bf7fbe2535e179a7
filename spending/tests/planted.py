"""A year of 5,000 payments of which the truth is known: whom each really went to, where that is, what is analysed.

The same every time. What is written for the portal to read (registers, the council's records, four quarters of
payments) tells less than the truth, and with the dirt of real files: see SORTS and `spelled`.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

PAYMENTS, ORGANISATIONS = 5_000, 620
SEED = 20250401
YEAR = 2025
FIRST_DAY, MOVING_DAY, LAST_DAY = date(2025, 4, 1), date(2025, 10, 1), date(2026, 3, 31)

# How an organisation is known, and how many of a thousand are so.
SORTS = {
    "registered": 560,  # in the register of companies, where it trades
    "renamed": 50,  # took another name in the year; the council keeps writing the old one
    "reborn": 40,  # has the name of a company that was dissolved
    "shared": 15,  # a living charity has the same name
    "branch": 40,  # trades here, its registered office is elsewhere: the council's records know
    "mover": 15,  # moves in October, and the council's second edition knows
    "charity": 50,  # in the register of charities only
    "local": 90,  # in no register, in the council's records only
    "abroad": 20,  # outside the UK
    "hidden": 100,  # goes by a trading name that nobody can look up
    "person": 20,
}
IN_MASTER = ("branch", "mover", "local", "abroad")

# Payees that are nobody in particular: what stands there, and in how many of a thousand payments.
NAMELESS = {"REDACTED PERSONAL DATA": 25, "Redacted": 12, "Various suppliers": 8, "104233": 8, "": 4}
# Payments that are not analysed: scope, payee, category; ten of a thousand each.
NOT_ANALYSED = [
    ("public_body", "Hertfordshire County Council", "Subscriptions"),
    ("public_body", "East & North Hertfordshire NHS Trust", "Recharges"),
    ("public_body", "Environment Agency", "Licences"),
    ("tax", "HM Revenue & Customs", "Payments over"),
    ("pension", "Hertfordshire Pension Fund", "Deductions"),
    ("precept", "Police Precept Account", "Precepts"),
    ("treasury", "Public Works Loan Board", "Loan repayments"),
    ("benefit", "Housing Benefit Payments to Landlords", "Housing Benefit"),
    ("pay", "Payroll", "Salaries"),
    ("grant", "Larkfield Toy Library", "Grants to voluntary bodies"),
]
CATEGORIES = ("Repairs and maintenance", "Printing", "Catering", "Equipment", "Training", "Building works")
DEPARTMENTS = ("Housing", "HOUSING", "Leisure", "Planning", "Street Scene", "")

FIRST_WORDS = (
    *("Aldwick", "Ashlow", "Brackmoor", "Cranlow", "Dunmere", "Elmstow", "Farrowby", "Gorsedale", "Hallowmere"),
    *("Ivelbrook", "Jessamy", "Kestrow", "Larkfield", "Marlowe", "Netherby", "Oakmarsh", "Pellow", "Quillmere"),
    *("Ravensby", "Selmere", "Thornlow", "Ulverley", "Venmore", "Wexley", "Yarrowby", "Zennor"),
)
TRADES = (
    *("Roofing", "Print", "Catering", "Electrical", "Landscapes", "Plumbing", "Signs", "Joinery", "Scaffolding"),
    *("Cleaning Services", "Fencing", "Motors", "Glass & Glazing", "Waste Management", "Security", "Training"),
    *("Design", "Surveyors", "Lifts", "Tree Care", "Play Equipment", "Office Supplies", "Doors and Windows"),
    *("Heating", "Software", "Asphalt", "Flooring"),
)


@dataclass(frozen=True)
class Place:
    """A postcode with the ONS codes of its areas."""

    tier: str
    postcode: str
    district: str = ""
    county: str = ""
    region: str = ""
    small_area: str = ""
    country: str = "E92000001"


EAST = "E12000006"
PLACES = [
    *(
        Place("T1", f"SG1 {number}XA", "E07000243", "E10000015", EAST, small_area)
        for number, small_area in enumerate(
            ("E01023755", "E01023759", "E01023763", "E01023776", "E01023750", "E01023771"), start=1
        )
    ),
    # Stevenage's outward codes reach beyond the borough.
    Place("T2", "SG1 9XB", "E07000099", "E10000015", EAST),
    Place("T2", "SG2 7XB", "E07000242", "E10000015", EAST),
    Place("T2", "WD1 1XB", "E07000103", "E10000015", EAST),
    Place("T3", "CM1 1XC", "E07000070", "E10000012", EAST),
    Place("T3", "LU1 1XC", "E06000032", "E99999999", EAST),
    Place("T3", "EN1 1XC", "E09000010", "E99999999", "E12000007"),
    Place("T4", "NR1 1XD", "E07000148", "E10000020", EAST),
    Place("T5", "M1 1XE", "E08000003", "E99999999", "E12000002"),
    Place("T5", "LS1 1XE", "E08000035", "E99999999", "E12000003"),
    Place("T5", "EH1 1XE", "S12000036", "S99999999", "S99999999", country="S92000003"),
]
ABROAD = Place("T6", "", country="")
# Where organisations are, of a hundred.
TIERS = {"T1": 22, "T2": 26, "T3": 14, "T4": 8, "T5": 30}


@dataclass(frozen=True)
class Organisation:
    """One that is really paid. `name` is its legal name at the end of the year."""

    code: int
    sort: str
    name: str
    former_name: str
    place: Place
    later_place: Place
    registered_place: Place
    company_no: str = ""
    charity_no: str = ""

    def place_on(self, day: date) -> Place:
        return self.place if day < MOVING_DAY else self.later_place

    @property
    def supplier_ref(self) -> str:
        return f"V{self.code:05}" if self.sort in IN_MASTER else ""


@dataclass(frozen=True)
class PlantedPayment:
    """A payment with its truth: the organisation (nothing: not one that registers could know), tier and scope."""

    ref: str
    organisation: Organisation | None
    tier: str
    scope: str
    day: date
    pence: int
    payee: str
    company_no: str
    charity_no: str
    supplier_ref: str
    department: str
    category: str


@dataclass(frozen=True)
class PlantedYear:
    organisations: list[Organisation]
    payments: list[PlantedPayment]


def planted_year() -> PlantedYear:
    chance = random.Random(SEED)
    known = list(organisations(chance))
    weights = [chance.paretovariate(1.3) for _ in known]
    payments = [payment(chance, number, known, weights) for number in range(PAYMENTS)]
    return PlantedYear(known, sorted(payments, key=lambda each: each.day))


def organisations(chance: random.Random) -> Iterator[Organisation]:
    names = [f"{first} {trade}" for first, trade in product(FIRST_WORDS, TRADES)]
    chance.shuffle(names)
    for code, name in enumerate(names[:ORGANISATIONS]):
        sort = drawn(chance, SORTS)
        place = ABROAD if sort == "abroad" else somewhere(chance)
        plain = Organisation(
            code=code,
            sort=sort,
            name=legal_name(chance, sort, name),
            former_name=f"{name} Brothers Ltd",
            place=place,
            later_place=place,
            registered_place=place,
            company_no=f"{1_000_000 + code * 7:08}",
        )
        yield shaped(chance, plain)


def shaped(chance: random.Random, plain: Organisation) -> Organisation:
    """Return an organisation with what its sort brings."""
    if plain.sort == "branch":
        return replace(plain, place=at_tier("T1", chance), later_place=at_tier("T1", chance))
    if plain.sort == "mover":
        return replace(plain, later_place=somewhere(chance))
    if plain.sort == "charity":
        return replace(plain, company_no="", charity_no=str(1_100_000 + plain.code))
    if plain.sort in ("local", "abroad", "hidden", "person"):
        return replace(plain, company_no="")
    return plain


def legal_name(chance: random.Random, sort: str, name: str) -> str:
    if sort == "person":
        return f"Mr {name[0]} {name.partition(' ')[0]}"
    endings = {"charity": " Trust", "local": "", "abroad": " GmbH", "hidden": ""}
    return name + endings.get(sort, chance.choice((" Ltd", " Limited", " LLP", " PLC", " CIC")))


def somewhere(chance: random.Random) -> Place:
    return at_tier(drawn(chance, TIERS), chance)


def at_tier(tier: str, chance: random.Random) -> Place:
    return chance.choice([place for place in PLACES if place.tier == tier])


def drawn(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), weights=list(weights.values()))[0]


# -- payments --------------------------------------------------------------------------


def payment(chance: random.Random, number: int, known: list[Organisation], weights: list[float]) -> PlantedPayment:
    """Return a payment to an organisation, to nobody in particular, or one that is not analysed."""
    day = FIRST_DAY + timedelta(days=number * 7919 % ((LAST_DAY - FIRST_DAY).days + 1))
    plain = PlantedPayment(
        ref=f"P{number:05}",
        organisation=None,
        tier=somewhere(chance).tier,
        scope="in",
        day=day,
        pence=amount(chance),
        payee="",
        company_no="",
        charity_no="",
        supplier_ref="",
        department=chance.choice(DEPARTMENTS),
        category=chance.choice(CATEGORIES),
    )
    draw = chance.randrange(1000)
    if draw < 10 * len(NOT_ANALYSED):
        scope, payee, category = NOT_ANALYSED[draw // 10]
        return replace(plain, scope=scope, payee=payee, category=category)
    nameless = draw - 10 * len(NOT_ANALYSED)
    if nameless < sum(NAMELESS.values()):
        return replace(plain, payee=drawn(chance, NAMELESS))
    return paid_to(chance, plain, chance.choices(known, weights=weights)[0], known)


def paid_to(
    chance: random.Random, plain: PlantedPayment, who: Organisation, known: list[Organisation]
) -> PlantedPayment:
    """Return a payment to an organisation as somebody typed it: at times with a number, at times by a wrong name."""
    uses_former_name = who.sort == "renamed" and (plain.day < MOVING_DAY or chance.random() < 0.7)
    name = who.former_name if uses_former_name else who.name
    if who.sort == "hidden" and chance.random() < 0.03:
        # What looks like another's name: the only way in which a rule that is never wrong by itself goes wrong.
        name = chance.choice([other.name for other in known if other.sort == "registered"])
    has_number = chance.random() < 1 / 6
    # Spreadsheets drop the zeros in front.
    company_no = who.company_no.lstrip("0") if chance.random() < 0.5 else who.company_no
    return replace(
        plain,
        organisation=who,
        tier=who.place_on(plain.day).tier,
        payee=spelled(chance, name),
        company_no=company_no if has_number else "",
        charity_no=who.charity_no if has_number else "",
        supplier_ref=who.supplier_ref if chance.random() < 0.5 else "",
    )


def amount(chance: random.Random) -> int:
    """Return pence: most payments are small, a few are very large, one in forty is a credit."""
    pence = round(chance.lognormvariate(7.3, 1.4) * 100) + 25_000
    return -pence if chance.random() < 0.025 else pence


def spelled(chance: random.Random, name: str) -> str:
    """Return a name as somebody types it. One in a hundred is misspelt."""
    if name.endswith((" Ltd", " Limited")):
        name = name.rpartition(" ")[0] + chance.choice((" Ltd", " LTD.", " Limited", " limited", ", Ltd"))
    if chance.random() < 0.2:
        name = name.replace(" & ", " and ") if " & " in name else name.replace(" and ", " & ")
    if chance.random() < 0.01:
        at = chance.randrange(1, len(name) - 1)
        return name[:at] + name[at + 1 :]
    return chance.choice((str, str, str.upper, str.lower, lambda text: text.replace(" ", "  ")))(name)
