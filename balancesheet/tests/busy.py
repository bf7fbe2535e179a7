"""What processes do at the same time, for test_at_once.py: `python -m balancesheet.tests.busy POST_MANY own 60000`."""

import os
import sys
from collections.abc import Iterator

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stevenage_cwb.settings")
    django.setup()

from balancesheet import ledger
from balancesheet.ledger import Draft, YearIsClosed
from balancesheet.tests.make import NOON, make_books, make_draft, make_person, money

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


if __name__ == "__main__":
    act, own, count = sys.argv[1:]
    print({"books": books, "post": post, "post_many": post_many}[act](own, int(count)))
