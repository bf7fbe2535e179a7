"""What the council paid is what its own body published, where one bears its name."""

import pytest

from balancesheet.sources import Taken
from balancesheet.tests.make_spending import came_in, entries_of, make_paid, make_places, take
from charter.models import Council
from spending.tests.make_known import make_body

pytestmark = pytest.mark.usefixtures("books")


@pytest.fixture(autouse=True)
def places(books):
    make_places()


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        (["Stevenage Borough Council", "Hertfordshire County Council"], 100),
        (["STEVENAGE borough council", "Hertfordshire County Council"], 100),
        (["The Council", "Hertfordshire County Council"], 300),
        (["Hertfordshire County Council"], 100),
    ],
)
def test_only_the_councils_payments_count_where_a_body_bears_its_name(bodies, expected):
    Council.objects.create(pk=1, name="Stevenage Borough Council", portal_name="CWB", email="a@example.org")
    for number, name in enumerate(bodies, start=1):
        paid_by(name, pence=100 * number)

    take()

    assert came_in("N1") == expected


def test_when_the_council_is_named_what_others_paid_is_taken_back():
    payment = paid_by("Hertfordshire County Council")
    take()
    Council.objects.create(pk=1, name="Stevenage Borough Council", portal_name="CWB", email="a@example.org")
    make_body("Stevenage Borough Council")

    assert take() == Taken(reversed=1)
    assert came_in("N1") == 0
    assert len(entries_of(payment)) == 2


def paid_by(name, **given):
    return make_paid(body=make_body(name), **given)
