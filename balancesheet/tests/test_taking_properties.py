"""Whatever happens to payments, and whenever they are taken: the ledgers say what the payments do, and nothing else."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balancesheet import proofs
from balancesheet.models import Entry, Posting, Year
from balancesheet.sources import Taken
from balancesheet.tests.make import LEDGERS, NOON, close
from balancesheet.tests.make_spending import ELSEWHERE, IN_LEDGERS, POSTCODES, make_places, placed, take
from spending import actions
from spending.actions import attributing
from spending.models import AttributedPayment, MatchBasis, Payee, SourceFile, Supplier, SupplierSite
from spending.tests.make_known import decide, make_file, make_payment, officer, take_back
from stevenage_cwb.common.years import year_of

FIRST_DAY = date(2024, 3, 1)  # its year is not on record
PLACES = [*LEDGERS, ELSEWHERE]

pytestmark = pytest.mark.usefixtures("books")

places = st.sampled_from(PLACES)
payments = st.lists(
    st.tuples(places, st.integers(-5_000, 50_000), st.one_of(st.none(), st.integers(0, 1150))), min_size=1, max_size=4
)
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), payments),
        st.tuples(st.just("undo"), st.integers(0, 50)),
        st.tuples(st.just("move"), places, places),
        st.tuples(st.just("doubt"), places),
        st.tuples(st.just("take")),
        st.tuples(st.just("close"), st.sampled_from(LEDGERS)),
    ),
    min_size=2,
    max_size=8,
)


def happen(what, *given):
    HAPPENINGS[what](*given)


def publish(rows):
    file = make_file(
        [
            make_payment(
                payee_raw=IN_LEDGERS.get(place, place),
                amount_pence=pence,
                pay_date=None if days is None else FIRST_DAY + timedelta(days=days),
            )
            for place, pence, days in rows
        ]
    )
    for payee in Payee.objects.filter(decisions=None, body=file.body):
        supplier = Supplier.objects.get(name=payee.name)
        decide(payee, supplier, basis=MatchBasis.EXACT_NAME)


def undo(number):
    files = SourceFile.objects.counted().order_by("pk")
    if files:
        actions.undo(file=files[number % len(files)], by=officer(), at=NOON, why="Wrong")


def move(of, to):
    supplier = Supplier.objects.get(name=IN_LEDGERS.get(of, of))
    SupplierSite.objects.filter(supplier=supplier).update(postcode=POSTCODES[to])
    attributing.attribute_suppliers(suppliers=[supplier.pk])


def doubt(of):
    payee = Payee.objects.filter(name=IN_LEDGERS.get(of, of)).first()
    standing = payee and payee.decisions.filter(undone_at=None).first()
    if standing:
        take_back(standing)
    elif payee:
        decide(payee, Supplier.objects.get(name=payee.name), basis=MatchBasis.EXACT_NAME)


def close_one(code):
    # The year of today stays open: without one nothing can be corrected.
    year = Year.objects.open().filter(ledger=code, year_starting__lt=2026).first()
    if year:
        close(year.year_starting, code=code)


HAPPENINGS = {"publish": publish, "undo": undo, "move": move, "doubt": doubt, "take": take, "close": close_one}


def paid():
    """Return what was paid in each ledger and year on record, by what is known now."""
    sums = Counter()
    counted = AttributedPayment.objects.filter(
        attribution__tier="T1", attribution__scope="in", pay_date__gte=date(2024, 4, 1), pay_date__lt=date(2027, 4, 1)
    )
    for code, day, pence in counted.values_list("attribution__neighbourhood__ledger", "pay_date", "amount_pence"):
        sums[code or "TOWN", year_of(day)] += pence
    return sums


def posted(account, *, sign):
    """Return what the postings of an account tell of each ledger and year, whenever they were made."""
    sums = Counter()
    restated = dict(Entry.objects.exclude(restates=None).values_list("pk", "restates"))
    for posting in Posting.objects.filter(credit=account) | Posting.objects.filter(debit=account):
        about = restated.get(posting.entry_id, year_of(posting.dated))
        sums[posting.ledger_id, about] += sign * posting.amount * (1 if posting.credit_id == account else -1)
    return sums


def without_nothing(sums):
    return {key: value for key, value in sums.items() if value}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings)
def test_whatever_happens_the_ledgers_say_what_the_payments_do(happened):
    with transaction.atomic():
        make_places()
        for code in PLACES:
            placed(IN_LEDGERS.get(code, code), code)
        for happening in happened:
            happen(*happening)
        take()
        before = Entry.objects.count()
        again = take()

        assert (again.posted, again.reversed) == (0, 0)
        assert Entry.objects.count() == before
        assert without_nothing(posted("4070", sign=1)) == without_nothing(paid())
        assert without_nothing(posted("5090", sign=-1)) == without_nothing(paid())
        assert [proof.name for proof in proofs.proofs() if proof.count] == []
        transaction.set_rollback(True)


def test_the_sums_of_the_test_are_not_nothing_for_nothing():
    make_places()
    for code in PLACES:
        placed(IN_LEDGERS.get(code, code), code)
    publish([("N1", 700, 60), ("TOWN", -50, 800), (ELSEWHERE, 9, 60)])

    assert take() == Taken(posted=2)
    assert without_nothing(paid()) == {("N1", 2024): 700, ("TOWN", 2026): -50}
    assert without_nothing(posted("4070", sign=1)) == {("N1", 2024): 700, ("TOWN", 2026): -50}
