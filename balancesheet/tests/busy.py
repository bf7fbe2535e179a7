"""What processes do at the same time, for test_at_once.py: `python -m balancesheet.tests.busy POST_MANY own 60000`."""

import os
import sys
from collections.abc import Iterator
from datetime import timedelta

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stevenage_cwb.settings")
    django.setup()

from balancesheet import ledger, sources
from balancesheet.actions import closing
from balancesheet.ledger import Draft, YearIsClosed
from balancesheet.models import Year
from balancesheet.pages.frozen import Signed
from balancesheet.tests.make import JUNE, NOON, make_books, make_draft, make_person, money
from spending.models import AttributedPayment, Attribution, Body

SIDES = [("1010", "4010"), ("4010", "1010"), ("5010", "1010"), ("1010", "5010"), ("1020", "5010")]


def drafts(own: str, count: int) -> Iterator[Draft]:
    """Yield entries on few accounts, by turns one way and the other: whoever locks them in another order meets us."""
    for number in range(count):
        debit, credit = SIDES[number % len(SIDES)]
        yield make_draft(f"{own} {number}", debits=[money(debit)], credits=[money(credit)])


def books(own: str, count: int) -> str:
    make_books(2024, 2025)
    make_person("closes")
    return "made"


def post(own: str, count: int) -> str:
    """Post one by one until all are posted or the year closes. Prints how many were."""
    posted = 0
    try:
        for draft in drafts(own, count):
            ledger.post(draft, at=NOON)
            posted += 1
    except YearIsClosed:
        pass
    return str(posted)


def post_many(own: str, count: int) -> str:
    return str(ledger.post_many(drafts(own, count), at=NOON).new)


def paid(own: str, count: int) -> str:
    """Let so many payments be known to have come into the borough, a pound each."""
    known = Attribution.objects.create(
        body=Body.objects.create(name="Example Council"), amount_basis="net", payee_class="named", scope="in",
        tier="T1", site_basis="trading", is_branch=False, kind="company", size="unknown",
    )  # fmt: skip
    paid = [
        AttributedPayment(pk=key, file_id=1, payee_id=1, attribution=known, pay_date=JUNE, amount_pence=100)
        for key in range(1, count + 1)
    ]
    return str(len(AttributedPayment.objects.bulk_create(paid)))


def pull(own: str, count: int) -> str:
    return str(sources.pull_all(at=NOON)["payment"].posted)


def gone(own: str, count: int) -> str:
    """Let nothing be known of so many of them."""
    return str(AttributedPayment.objects.filter(pk__lte=count).delete()[0])


def pull_due(own: str, count: int) -> str:
    """Look as the worker does, so many days later. Prints the sources that were due."""
    return " ".join(sources.pull_due(at=NOON + timedelta(days=count)))


def freeze(own: str, count: int) -> str:
    """Close 2024-25 of a ledger as the desk does, and say whether another was first."""
    year = Year.objects.get(ledger=own, year_starting=2024)
    signed, by = Signed("A. Treasurer", "Chief finance officer"), make_person("closes")
    try:
        closing.close_and_freeze(year=year, signed=signed, none_were_given=True, by=by, at=NOON)
    except ledger.AlreadyClosed:
        return "another was first"
    return "closed"


ACTS = {act.__name__: act for act in (books, post, post_many, paid, gone, pull, pull_due, freeze)}

if __name__ == "__main__":
    act, own, count = sys.argv[1:]
    print(ACTS[act](own, int(count)))
