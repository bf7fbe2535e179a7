"""Whatever happens to the books, in whatever order: all proofs hold, and they say what happened and nothing else."""

from collections import Counter, defaultdict
from contextlib import contextmanager, suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balancesheet import ledger, proofs
from balancesheet.ledger import Leg, Refused
from balancesheet.models import Account, AccountType, Entry, MonthTotal, Posting, Year
from balancesheet.pages import year_balances
from balancesheet.tests.make import LEDGERS, NOON, close, make_draft
from stevenage_cwb.common.years import year_of

YEARS = (2024, 2025, 2026)
FIRST_DAY = date(2024, 4, 1)
DAYS = (date(2027, 3, 31) - FIRST_DAY).days

pytestmark = pytest.mark.usefixtures("books")


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def in_units():
    """Return the accounts of each unit, those left out that only openings and neighbours use."""
    units = defaultdict(list)
    for account in Account.objects.filter(role="").order_by("code"):
        units[account.unit_id].append(account.code)
    return {unit: codes for unit, codes in units.items() if len(codes) > 1}


parts = st.lists(st.integers(1, 10**12), min_size=1, max_size=4)
posting = st.tuples(
    st.just("post"), st.sampled_from(LEDGERS), st.integers(0, DAYS), st.lists(parts, min_size=1, max_size=3)
)
happenings = st.lists(
    st.one_of(
        # Most of what happens is an entry.
        posting,
        posting,
        posting,
        st.tuples(st.just("reverse"), st.integers(0, 50)),
        st.tuples(st.just("again"), st.integers(0, 50)),
        st.tuples(st.just("close"), st.sampled_from(LEDGERS)),
        st.tuples(st.just("restate"), st.sampled_from(LEDGERS), st.integers(1, 10**6)),
        st.tuples(st.just("owe"), st.integers(0, DAYS), st.integers(1, 10**6)),
    ),
    min_size=6,
    max_size=30,
)


class Books:
    """The books, and beside them what we expect of them."""

    def __init__(self):
        self.units = in_units()
        self.drafts = []
        self.moved = Counter()

    def happen(self, what, *more):
        # A closed year, an entry reversed before: what is refused must leave no trace.
        with suppress(Refused):
            getattr(self, what)(*more)

    def written(self, draft):
        ledger.post(draft, at=NOON)
        self.drafts.append(draft)
        self.count(draft.ledger, draft.dated, draft.debits, draft.credits)

    def count(self, code, day, debited, credited):
        for sign, legs in ((1, debited), (-1, credited)):
            for leg in legs:
                self.moved[code, leg.account, year_of(day)] += sign * leg.amount

    def post(self, code, days, amounts):
        debited, credited = [], []
        for (unit, accounts), split in zip(self.units.items(), amounts, strict=False):
            # The first half of a unit's accounts against the second: no account is on both sides.
            half = len(accounts) // 2
            debited += [Leg(accounts[at % half], unit, amount) for at, amount in enumerate(split)]
            credited.append(Leg(accounts[-1], unit, sum(split)))
        day = FIRST_DAY + timedelta(days=days)
        self.written(make_draft(self.ref(), ledger=code, dated=day, debits=debited, credits=credited))

    def owe(self, days, amount):
        day = FIRST_DAY + timedelta(days=days)
        pairs = (("N1", "1300", "4020"), ("N2", "5060", "2200"))
        with transaction.atomic():
            for code, debit, credit in pairs:
                legs = {"debits": [Leg(debit, "GBP", amount)], "credits": [Leg(credit, "GBP", amount)]}
                ledger.post(make_draft(self.ref(), ledger=code, dated=day, **legs), at=NOON)
        # Only now: of a pair both are posted or neither.
        for code, debit, credit in pairs:
            self.count(code, day, [Leg(debit, "GBP", amount)], [Leg(credit, "GBP", amount)])

    def restate(self, code, amount):
        closed = Year.objects.closed().filter(ledger=code).order_by("-year_starting").first()
        year = closed.year_starting if closed else 2024
        legs = {"debits": [Leg("1010", "GBP", amount)], "credits": [Leg("4010", "GBP", amount)]}
        says = {"kind": "restatement", "restates": year, "why": "Late", "dated": date(year + 1, 6, 1)}
        self.written(make_draft(self.ref(), ledger=code, **says, **legs))

    def again(self, number):
        if self.drafts:
            ledger.post(self.drafts[number % len(self.drafts)], at=NOON)

    def reverse(self, number):
        # What neighbours owe each other is taken back on both sides or not at all.
        entries = Entry.objects.exclude(lines__contains=[["1300"]]).exclude(lines__contains=[["2200"]]).order_by("pk")
        entry = entries[number % len(entries)] if entries else None
        if entry:
            before = Entry.objects.count()
            reversal = Entry.objects.get(pk=ledger.reverse(entry=entry.pk, why="Wrong", at=NOON))
            if Entry.objects.count() > before:
                sides = [(Leg(line[1], line[0], line[3]), Leg(line[2], line[0], line[3])) for line in reversal.lines]
                self.count(reversal.ledger_id, reversal.dated, *zip(*sides, strict=True))

    def close(self, code):
        year = Year.objects.open().filter(ledger=code).first()
        if year:
            close(year.year_starting, code=code)

    def ref(self):
        return f"{len(self.drafts)} of {Entry.objects.count()}"


def kept():
    moved = Counter()
    for total in MonthTotal.objects.all():
        moved[total.ledger_id, total.account_id, year_of(total.month)] += total.debit - total.credit
    return moved


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings)
def test_whatever_happens_all_proofs_hold_and_every_balance_is_what_was_posted(happened):
    with taken_back():
        books = Books()
        for happening in happened:
            books.happen(*happening)

        assert [proof.name for proof in proofs.proofs() if proof.count] == []
        assert {key: value for key, value in kept().items() if value} == {
            key: value for key, value in books.moved.items() if value
        }
        opening_and_movements_are_closings()
        ledgers_are_the_borough()
        assert Posting.objects.count() == sum(len(entry.lines) for entry in Entry.objects.all())


def opening_and_movements_are_closings():
    stocks = {account.code for account in Account.objects.exclude(type__in=[AccountType.INCOME, AccountType.EXPENSE])}
    for code in LEDGERS:
        carried = Counter()
        for year in YEARS:
            found = year_balances(year_starting=year, ledger=code)
            opening = {each.account: each.opening for each in found if each.opening}
            assert opening == {account: closing for account, closing in carried.items() if closing}
            carried = Counter({each.account: each.closing for each in found if each.account in stocks})


def ledgers_are_the_borough():
    for year in YEARS:
        whole, added = Counter(), Counter()
        for each in year_balances(year_starting=year):
            whole[each.account] += each.closing
        for code in LEDGERS:
            added.update({each.account: each.closing for each in year_balances(year_starting=year, ledger=code)})
        assert whole == added
        in_unit = Counter()
        for each in year_balances(year_starting=year):
            in_unit[each.ledger, each.unit] += each.debit - each.credit
        assert not any(in_unit.values())
