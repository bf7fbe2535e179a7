"""What people can return, and what each kind moves: the account that it debits, the one that it credits, in one unit.

A code is for ever: it stands in CSV files of community groups. An opening balance has one kind for each account that is
carried on. Proposed with the chart of accounts: to be agreed by the CWB Group.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of return. guidance: what to count, and what not. with_people: it asks how many people gave the time."""

    code: str
    name: str
    debit: str
    credit: str
    unit: str
    guidance: str
    part: str
    with_people: bool = False

    @property
    def is_opening(self) -> bool:
        return self.part == OPENING

    @property
    def counted_in(self) -> str:
        """What its amounts are counted in, as people say it."""
        return UNIT_WORDS[self.unit]


# What people call the units, in files and in labels.
UNIT_WORDS = {
    "GBP": "pounds",
    "GBPK": "pounds",
    "HOUR": "hours",
    "PERSON": "people",
    "PLACE": "places",
    "ORG": "organisations",
    "THING": "things",
    "M2": "square metres",
    "KGCO2E": "kilograms of CO2e",
}
MONEY_IN, MONEY_OUT, OWED = "Money that came in", "Money that went out", "Loans, promises and repairs"
TIME, PEOPLE, THINGS = "Time and support in kind", "People", "Organisations, land and things"
OPENING = "Balances at the start of recording"

PARTS: dict[str, tuple[tuple[str, str, str, str, str, str], ...]] = {
    MONEY_IN: (
        ("grant_council", "Grant received from the council", "1020", "4020", "GBP",
         "A grant that the council paid to a community group. The day it reached the account."),
        ("grant_other", "Grant received from another funder", "1020", "4030", "GBP",
         "A grant of a foundation, the lottery or another body, on the day it reached the account."),
        ("grant_conditional", "Grant received with conditions still to meet", "1020", "2020", "GBP",
         "It would have to be paid back if the conditions are not met."),
        ("conditions_met", "Conditions of a grant met", "2020", "4030", "GBP",
         "The part of a grant with conditions that is the group’s to keep from this day on."),
        ("grant_awarded", "Grant awarded, not yet received", "1100", "4030", "GBP",
         "On the day of the award letter. Return it as received once it is paid."),
        ("awarded_received", "Awarded grant received", "1020", "1100", "GBP",
         "Money of a grant that was returned as awarded before."),
        ("raised_locally", "Raised locally", "1020", "4040", "GBP",
         "Donations, fees, shares and takings of events, less nothing: costs are returned by themselves."),
        ("allocation", "Neighbourhood budget set by the council", "1010", "4010", "GBP",
         "The budget that the council set aside for the neighbourhood. What residents decided on has its own kind."),
        ("decided_by_residents", "Neighbourhood budget whose use residents decided", "1010", "4015", "GBP",
         "The part of the budget that residents decided on themselves, by a vote or in an assembly."),
        ("developer", "Developer contribution received", "1030", "4050", "GBP",
         "The neighbourhood’s part of CIL, or section 106 money, on the day it was received."),
        ("supplier_cash", "Supplier’s contribution in cash", "1020", "4060", "GBP",
         "Money that a supplier gave as part of its social value promises."),
    ),
    MONEY_OUT: (
        ("spent_here", "Spent in the neighbourhood", "5010", "1020", "GBP",
         "Paid to people or businesses that work from an address in the neighbourhood."),
        ("spent_borough", "Spent elsewhere in the borough", "5020", "1020", "GBP",
         "Paid to people or businesses elsewhere in Stevenage."),
        ("spent_county", "Spent in Hertfordshire", "5030", "1020", "GBP",
         "Paid to people or businesses in Hertfordshire, outside Stevenage."),
        ("spent_outside", "Spent outside Hertfordshire", "5040", "1020", "GBP",
         "Paid to people or businesses outside Hertfordshire."),
        ("spent_unknown", "Spent, nobody knows where", "5090", "1020", "GBP",
         "Money that went out where the place of the supplier is not known."),
        ("found_here", "Found to be spent in the neighbourhood", "5010", "5090", "GBP",
         "Money counted before as spent nobody knows where. Now it is known: a survey or an invoice says so."),
        ("found_borough", "Found to be spent elsewhere in the borough", "5020", "5090", "GBP",
         "The same, of what was spent elsewhere in Stevenage."),
        ("found_county", "Found to be spent in Hertfordshire", "5030", "5090", "GBP",
         "The same, of what was spent in Hertfordshire, outside Stevenage."),
        ("found_outside", "Found to be spent outside Hertfordshire", "5040", "5090", "GBP",
         "The same, of what was spent outside Hertfordshire."),
        ("wages", "Wages to residents", "5050", "1020", "GBP",
         "Paid to people who live in the neighbourhood. Never name them."),
        ("passed_on", "Grant passed on to another group", "5060", "1020", "GBP",
         "Money that one community group handed on to another."),
        ("budget_granted", "Neighbourhood budget granted to a group", "5060", "1010", "GBP",
         "Paid out of the budget that the council holds for the neighbourhood."),
        ("contribution_spent", "Developer contribution spent here", "5010", "1030", "GBP",
         "Paid out of CIL or section 106 money, for work in the neighbourhood."),
    ),
    OWED: (
        ("loan_taken", "Loan taken", "1020", "2100", "GBP", "Money that a community body borrowed."),
        ("loan_repaid", "Loan repaid", "2100", "1020", "GBP",
         "What a community body paid back of a loan, without the interest."),
        ("loan_made", "Loan made, or shares bought", "1200", "1020", "GBP",
         "Money lent to a co-operative or community body, or paid for its shares."),
        ("loan_returned", "Loan paid back to us", "1020", "1200", "GBP",
         "What came back of a loan that was made, without the interest."),
        ("grant_promised", "Grant promised to a group", "5060", "2010", "GBP",
         "A promise out of the neighbourhood budget that is not paid yet."),
        ("promise_paid", "Promised grant paid", "2010", "1010", "GBP", "Money of a grant that was promised before."),
        ("backlog_found", "Repair backlog found", "5080", "2300", "GBP",
         "What it would cost to mend or renew something that the community uses, by a survey or an estimate."),
        ("backlog_met", "Repair backlog met", "2300", "4080", "GBP",
         "The part of a backlog found before that is mended or renewed now."),
    ),
    TIME: (
        ("hours_residents", "Volunteer hours of residents", "5200", "4200", "HOUR",
         "Unpaid hours given by people who live in the neighbourhood. Paid hours do not count."),
        ("hours_employer", "Volunteer hours supported by an employer", "5210", "4210", "HOUR",
         "Hours that people gave while their employer paid them."),
        ("hours_partners", "Volunteer hours of partners", "5220", "4220", "HOUR",
         "Unpaid hours given by people from elsewhere."),
        ("goods_given", "Goods given", "5100", "4100", "GBPK",
         "What the goods would have cost, used or new as they were."),
        ("room_given", "Room or facilities given", "5110", "4110", "GBPK",
         "What the hire would have cost: the usual price for a group like yours."),
        ("professional_given", "Professional time given", "5120", "4120", "GBPK",
         "What the services of a solicitor, builder or designer would have cost."),
    ),
    PEOPLE: (
        ("into_work", "Residents into work, apprenticeships and placements", "5410", "4410", "PERSON",
         "People of the neighbourhood who began on this day, or in the period that ends on it."),
        ("training_completed", "Residents who completed training", "5420", "4420", "PERSON",
         "People who finished a course. Each course counts."),
        ("places_offered", "Training and work places offered", "5400", "4400", "PLACE", "Places, taken up or not."),
        ("decided_together", "Residents who decided how money is spent", "5430", "4430", "PERSON",
         "People who took part in a vote or an assembly on a budget."),
        ("volunteers_joined", "Volunteers who joined", "1700", "4500", "PERSON",
         "People who began to volunteer and are active now."),
        ("volunteers_left", "Volunteers who left", "5500", "1700", "PERSON",
         "People counted as active before who have stopped."),
        ("trained_joined", "Trained residents and mentors who joined", "1710", "4500", "PERSON",
         "Residents trained to help others, who do so now."),
        ("trained_left", "Trained residents and mentors who left", "5500", "1710", "PERSON",
         "Residents counted as trained helpers before who have stopped."),
        ("need_found", "Need found: people waiting", "5540", "2400", "PERSON",
         "People who wait for something that the neighbourhood cannot give yet."),
        ("need_met", "Need met: people no longer waiting", "2400", "4540", "PERSON",
         "People counted as waiting before who wait no more."),
    ),
    THINGS: (
        ("organisations_started", "Organisations started or come", "1600", "4510", "ORG",
         "Charities, co-operatives and clubs that work here now."),
        ("organisations_gone", "Organisations closed or gone", "5510", "1600", "ORG",
         "Organisations counted before that work here no more."),
        ("building_gained", "Community building gained", "1520", "4520", "THING",
         "Buildings that came into community use or ownership."),
        ("building_lost", "Community building lost", "5520", "1520", "THING", "Buildings counted before."),
        ("asset_listed", "Asset of community value listed", "1540", "4520", "THING",
         "Entered in the council’s list of assets of community value."),
        ("asset_removed", "Asset of community value removed", "5520", "1540", "THING",
         "Taken off the council’s list, or its five years are over."),
        ("equipment_gained", "Shared equipment gained", "1550", "4520", "THING",
         "Things that anybody can borrow or use: tools, defibrillators, vehicles."),
        ("equipment_lost", "Shared equipment lost", "5520", "1550", "THING", "Things counted before."),
        ("land_gained", "Land or floor space gained", "1510", "4530", "M2",
         "Square metres of land and buildings that came under community control."),
        ("land_lost", "Land or floor space lost", "5530", "1510", "M2", "Square metres counted before."),
        ("green_gained", "Green space taken on", "1530", "4530", "M2",
         "Square metres of parks, allotments and green spaces that the community looks after now."),
        ("green_lost", "Green space given up", "5530", "1530", "M2", "Square metres counted before."),
        ("emissions_avoided", "Emissions avoided", "5300", "4300", "KGCO2E",
         "Kilograms of CO2 equivalent, with the evidence of how they were worked out."),
    ),
}  # fmt: skip
WITH_PEOPLE = frozenset({"hours_residents", "hours_employer", "hours_partners"})

# Accounts that are carried on, with what an opening balance of each is called.
HELD = (
    ("1010", "GBP", "Neighbourhood budget"),
    ("1020", "GBP", "Money held by community groups"),
    ("1030", "GBP", "Developer contributions unspent"),
    ("1100", "GBP", "Grants awarded, not received"),
    ("1200", "GBP", "Shares and loans made"),
    ("1500", "GBP", "Land and buildings, at the owner’s carrying amount"),
    ("1510", "M2", "Land and floor space"),
    ("1520", "THING", "Community buildings"),
    ("1530", "M2", "Green space"),
    ("1540", "THING", "Assets of community value"),
    ("1550", "THING", "Shared equipment"),
    ("1600", "ORG", "Organisations"),
    ("1700", "PERSON", "Active volunteers"),
    ("1710", "PERSON", "Trained residents and mentors"),
    ("1900", "HOUR", "Time credits held"),
)
TO_OTHERS = (
    ("2010", "GBP", "Grants promised"),
    ("2020", "GBP", "Grant money with conditions"),
    ("2100", "GBP", "Loans owed"),
    ("2300", "GBP", "Repair backlog"),
    ("2400", "PERSON", "People waiting"),
    ("2900", "HOUR", "Time credits owed"),
)
OPENING_GUIDANCE = "What there was before the first year on record began. Dated the first day of that year, and once."


def opening_account(unit: str) -> str:
    """Return the other side of opening balances in a unit."""
    return "3000" if unit == "GBP" else f"3000-{unit}"


def _kinds() -> Iterator[Kind]:
    for part, rows in PARTS.items():
        for code, name, debit, credit, unit, guidance in rows:
            yield Kind(code, name, debit, credit, unit, guidance, part, code in WITH_PEOPLE)
    for account, unit, name in HELD:
        yield _opening(account, name, account, opening_account(unit), unit)
    for account, unit, name in TO_OTHERS:
        yield _opening(account, name, opening_account(unit), account, unit)


def _opening(account: str, name: str, debit: str, credit: str, unit: str) -> Kind:
    return Kind(f"opening_{account}", f"Opening balance: {name}", debit, credit, unit, OPENING_GUIDANCE, OPENING)


KINDS: dict[str, Kind] = {kind.code: kind for kind in _kinds()}
