"""The payments of the demonstration, quarter by quarter. The same day makes the same payments."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from spending.actions.demonstration.world import REGISTERED, MadeUpSupplier, World

SEED = 20240401
PAYMENTS_A_QUARTER = 400
# Of a thousand payments.
NOT_ANALYSED, NAMELESS, PEOPLE, CREDITS = 80, 45, 15, 25
# Suppliers in the town are taken so much more often, year by year: there is something to see.
LOCAL_WEIGHTS = (10, 12, 14)
OTHER_WEIGHT = 10
# Beside every fourth company's name stands its number.
NUMBER_EVERY = 4
MONTHS = ((4, 6), (7, 9), (10, 12), (1, 3))
REDACTED_PENCE = 60_000, 430_000
PEOPLE_PENCE = 50_100, 200_000


@dataclass(frozen=True)
class MadeUpPayment:
    """A payment as a file has it. The numbers are empty where none stands beside the name."""

    day: date
    ref: str
    payee: str
    department: str
    category: str
    pence: int
    supplier_no: str = ""
    company_no: str = ""


@dataclass(frozen=True)
class Quarter:
    """A quarter of a financial year with its payments, oldest first."""

    year_starting: int
    number: int
    payments: tuple[MadeUpPayment, ...]

    @property
    def last_day(self) -> date:
        return last_day_of(self.year_starting, self.number)

    @property
    def name(self) -> str:
        return f"{self.year_starting}-{(self.year_starting + 1) % 100:02} Q{self.number}"


def quarters(world: World) -> list[Quarter]:
    """Return the quarters that are over, from the first day of the first year."""
    over = [
        (year, number)
        for year in range(world.first_year, world.first_year + 3)
        for number in range(1, 5)
        if last_day_of(year, number) < world.today
    ]
    return [Quarter(year, number, tuple(payments(world, year, number))) for year, number in over]


def first_day_of(year_starting: int, number: int) -> date:
    month = MONTHS[number - 1][0]
    return date(year_starting + (month == 1), month, 1)


def last_day_of(year_starting: int, number: int) -> date:
    following = (year_starting, number + 1) if number < len(MONTHS) else (year_starting + 1, 1)
    return first_day_of(*following) - timedelta(days=1)


def payments(world: World, year_starting: int, number: int) -> Iterator[MadeUpPayment]:
    # Chance that can be repeated is what is wanted here; it guards nothing.
    chance = random.Random(SEED + year_starting * 10 + number)  # noqa: S311
    local = LOCAL_WEIGHTS[year_starting - world.first_year]
    weights = [local if supplier.tier == "T1" else OTHER_WEIGHT for supplier in world.suppliers]
    first, last = first_day_of(year_starting, number), last_day_of(year_starting, number)
    for place in range(PAYMENTS_A_QUARTER):
        day = first + timedelta(days=place * ((last - first).days + 1) // PAYMENTS_A_QUARTER)
        ref = f"{year_starting % 100}{number}{place + 1:05}"
        yield payment(chance, world, chance.choices(world.suppliers, weights=weights)[0], day=day, ref=ref)


def payment(chance: random.Random, world: World, supplier: MadeUpSupplier, *, day: date, ref: str) -> MadeUpPayment:
    """Return a payment: mostly to the supplier; at times for the same to nobody who is named, or for something else."""
    draw = chance.randrange(1000)
    if draw < NOT_ANALYSED:
        other = chance.choice(world.not_analysed)
        pence = about(chance, other["pounds"])
        return MadeUpPayment(day, ref, other["payee"], other["department"], other["category"], pence)
    if draw < NOT_ANALYSED + NAMELESS:
        payee = chance.choices(list(world.nameless), weights=list(world.nameless.values()))[0]
        pence = chance.randint(*REDACTED_PENCE)
        return MadeUpPayment(day, ref, payee, supplier.department, supplier.category, pence)
    if draw < NOT_ANALYSED + NAMELESS + PEOPLE:
        payee, pence = chance.choice(world.people), chance.randint(*PEOPLE_PENCE)
        return MadeUpPayment(day, ref, payee, supplier.department, supplier.category, pence)
    return paid_to(chance, supplier, day=day, ref=ref, is_credit=draw >= 1000 - CREDITS)


def paid_to(chance: random.Random, supplier: MadeUpSupplier, *, day: date, ref: str, is_credit: bool) -> MadeUpPayment:
    pence = about(chance, supplier.pounds)
    has_number = supplier.number % NUMBER_EVERY == 0 and supplier.way in REGISTERED
    return MadeUpPayment(
        day=day,
        ref=ref,
        # Names stand in capitals in some systems, and in others not.
        payee=supplier.name.upper() if chance.random() < 1 / 5 else supplier.name,
        department=supplier.department,
        category=supplier.category,
        pence=-pence // 10 if is_credit else pence,
        supplier_no=supplier.supplier_no,
        company_no=supplier.company_no if has_number else "",
    )


def about(chance: random.Random, pounds: int) -> int:
    """Return pence of a payment: of at least £500, as is published, and never a round sum."""
    return max(50_100, round(pounds * 100 * chance.lognormvariate(0, 0.7))) + chance.randrange(100)
