"""Fills the ledgers with made-up entries, to measure them with many. The same number makes the same entries."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import connection

from balancesheet import ledger
from balancesheet.actions.setting_up import load_chart
from balancesheet.ledger import Draft, Leg
from balancesheet.models import Entry, Grade, Ledger, Year

SEED = 20200129
SOURCE = "made-up"
# Posted at once: what PostgreSQL remembers of each until the last is written is some hundred bytes.
PORTION = 1_000_000
FIRST_YEAR, YEARS = 2020, 7
FIRST_DAY = date(FIRST_YEAR, 4, 1)
DAYS = (date(FIRST_YEAR + YEARS, 4, 1) - FIRST_DAY).days
SIDES = (
    *(("GBP", "5010", "4070"), ("GBP", "5020", "4070"), ("GBP", "5040", "4070"), ("GBP", "1010", "4010")),
    *(("GBP", "5060", "4020"), ("GBP", "1020", "4030"), ("GBP", "1010", "4040"), ("GBP", "2300", "4080")),
    *(("GBPK", "5110", "4110"), ("HOUR", "5200", "4200"), ("HOUR", "5210", "4210"), ("PERSON", "1700", "4500")),
    *(("PLACE", "5400", "4400"), ("THING", "1550", "4520"), ("ORG", "1600", "4510"), ("KGCO2E", "5300", "4300")),
)
WORDS = ("Repairs", "A grant", "Hours given", "A room for an evening", "Tools", "A course", "Planting", "Lunches")


class MadeUpAlready(Exception):
    """There are made-up entries here."""


def seed(count: int, *, at: datetime) -> None:
    """Make up so many entries, over seven years and all ledgers. Raises MadeUpAlready."""
    if Entry.objects.filter(source=SOURCE).exists():
        raise MadeUpAlready
    load_chart()
    codes = list(Ledger.objects.values_list("code", flat=True))
    for code in codes:
        open_years(code)
    # Chance that can be repeated is what is wanted here; it guards nothing.
    chance = random.Random(SEED)  # noqa: S311
    for first in range(0, count, PORTION):
        numbers = range(first, min(first + PORTION, count))
        ledger.post_many(made_up(numbers, codes=codes, chance=chance), at=at)


def open_years(code: str) -> None:
    last = Year.objects.filter(ledger=code).order_by("-year_starting").first()
    for year in range(last.year_starting + 1 if last else FIRST_YEAR, FIRST_YEAR + YEARS):
        ledger.open_year(ledger=code, year_starting=year)


def made_up(numbers: range, *, codes: list[str], chance: random.Random) -> Iterator[Draft]:
    for number in numbers:
        unit, debit, credit = SIDES[int(chance.random() * len(SIDES))]
        amount = int(1 / (chance.random() + 1e-6)) * 25 + 1
        yield Draft(
            ledger=codes[number % len(codes)],
            dated=FIRST_DAY + timedelta(days=int(chance.random() * DAYS)),
            source=SOURCE,
            source_ref=str(number),
            words=WORDS[number % len(WORDS)],
            grade=Grade.ESTIMATE,
            debits=[Leg(debit, unit, amount)],
            credits=[Leg(credit, unit, amount)],
        )


def tidy() -> None:
    """Let PostgreSQL look at what is new. Not in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE balancesheet_entry, balancesheet_posting, balancesheet_monthtotal")
        cursor.execute("RESET statement_timeout")
