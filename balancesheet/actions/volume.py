"""Fills the ledgers with made-up entries, to measure them with many. The same number makes the same entries."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection

from balancesheet import ledger
from balancesheet.actions.setting_up import load_chart
from balancesheet.ledger import Draft, Leg
from balancesheet.models import Account, AccountType, Entry, EntryKind, Grade, Ledger, Role, Year

SEED = 20200129
OFFICER = "entries-made-up"
# Not the names of real sources: what pulls from these must find nothing of its own here.
SOURCES = ("made-up grant", "made-up pledge", "made-up return", "made-up spend")
# Posted at once: what PostgreSQL remembers of each until the last is written is some hundred bytes.
PORTION = 1_000_000
FIRST_YEAR, YEARS, CLOSED = 2023, 4, 2
FIRST_DAY, FIRST_OPEN_DAY = date(FIRST_YEAR, 4, 1), date(FIRST_YEAR + CLOSED, 4, 1)
DAYS = (date(FIRST_YEAR + YEARS, 4, 1) - FIRST_DAY).days
WORDS = ("Repairs", "A grant", "Hours given", "A room for an evening", "Tools", "A course", "Planting", "Lunches")
# Of each thousand entries one is an opening balance, and two say what one neighbourhood owes the next.
THOUSAND = 1000
MOST_RESTATEMENTS = 100

Side = tuple[str, list[str]]


class MadeUpAlready(Exception):
    """There are made-up entries here."""


def seed(count: int, *, at: datetime) -> None:
    """Make up so many entries in all ledgers, accounts and sources, two years closed and two open.

    Raises MadeUpAlready.
    """
    if Entry.objects.filter(source__in=SOURCES).exists():
        raise MadeUpAlready
    load_chart()
    made_up = MadeUp(list(Ledger.objects.values_list("code", flat=True)))
    for code in made_up.codes:
        open_years(code)
    late = count - min(count // THOUSAND, MOST_RESTATEMENTS)
    for first in range(0, late, PORTION):
        ledger.post_many(made_up.drafts(range(first, min(first + PORTION, late))), at=at)
    close_years(made_up.codes, at=at)
    ledger.post_many(made_up.restatements(range(late, count)), at=at)


def open_years(code: str) -> None:
    last = Year.objects.filter(ledger=code).order_by("-year_starting").first()
    for year in range(last.year_starting + 1 if last else FIRST_YEAR, FIRST_YEAR + YEARS):
        ledger.open_year(ledger=code, year_starting=year)


def close_years(codes: list[str], *, at: datetime) -> None:
    officer = User.objects.create_user(username=OFFICER, is_active=False)
    for code in codes:
        for year in range(FIRST_YEAR, FIRST_YEAR + CLOSED):
            ledger.close_year(ledger=code, year_starting=year, by=officer, at=at)


class MadeUp:
    """Entries by chance, from one row of chances."""

    def __init__(self, codes: list[str]) -> None:
        self.codes = codes
        # Chance that can be repeated is what is wanted here; it guards nothing.
        self.chance = random.Random(SEED)  # noqa: S311
        accounts = list(Account.objects.select_related("unit"))
        usual = [account for account in accounts if not account.role]
        self.units = {account.code: account.unit_id for account in accounts}
        self.usual = sides(usual, against=usual)
        self.openings = sides(usual, against=[account for account in accounts if account.role == Role.OPENING])

    def drafts(self, numbers: range) -> Iterator[Draft]:
        owed: Draft | None = None
        for number in numbers:
            place = number % THOUSAND
            if owed:
                yield owed
                owed = None
            elif place == 0:
                yield self.draft(number, self.openings, kind=EntryKind.OPENING)._replace(dated=FIRST_DAY)
            elif place == 1 and number + 1 in numbers:
                due, owed = self.between(number)
                yield due
            else:
                yield self.draft(number, self.usual)

    def draft(self, number: int, among: list[Side], *, kind: str = EntryKind.MOVEMENT) -> Draft:
        debit, givers = among[int(self.chance.random() * len(among))]
        return self.entry(number, debit, givers[int(self.chance.random() * len(givers))], kind=kind)

    def entry(self, number: int, debit: str, credit: str, *, kind: str = EntryKind.MOVEMENT) -> Draft:
        unit, amount = self.units[debit], int(1 / (self.chance.random() + 1e-6)) * 25 + 1
        return Draft(
            ledger=self.codes[number % len(self.codes)],
            dated=FIRST_DAY + timedelta(days=int(self.chance.random() * DAYS)),
            source=SOURCES[number % len(SOURCES)],
            source_ref=str(number),
            words=WORDS[number % len(WORDS)],
            grade=Grade.values[number % len(Grade.values)],
            debits=[Leg(debit, unit, amount)],
            credits=[Leg(credit, unit, amount)],
            kind=kind,
        )

    def between(self, number: int) -> tuple[Draft, Draft]:
        """Return what one neighbourhood is due, and what the next owes it: the same amount on the same day."""
        due, owed = self.entry(number, "1300", "4020"), self.entry(number + 1, "5060", "2200")
        amount = due.debits[0].amount
        debits, credited = [Leg("5060", "GBP", amount)], [Leg("2200", "GBP", amount)]
        return due, owed._replace(dated=due.dated, debits=debits, credits=credited)

    def restatements(self, numbers: range) -> Iterator[Draft]:
        for number in numbers:
            yield self.draft(number, self.usual, kind=EntryKind.RESTATEMENT)._replace(
                dated=FIRST_OPEN_DAY, restates=FIRST_YEAR + number % CLOSED, why="An invoice came late"
            )


def sides(debited: list[Account], *, against: list[Account]) -> list[Side]:
    """Return each account that amounts go to, with all of its unit that they can come from."""
    gives = {AccountType.LIABILITY, AccountType.EQUITY, AccountType.INCOME}
    return [
        (to.code, givers)
        for to in debited
        if to.type not in gives
        and (givers := [by.code for by in against if by.unit_id == to.unit_id and by.type in gives])
    ]


def tidy() -> None:
    """Let PostgreSQL look at what is new. Not in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE balancesheet_entry, balancesheet_posting, balancesheet_monthtotal")
        cursor.execute("RESET statement_timeout")
