"""What pledges delivered becomes entries, once two officers have checked it; what they promise does not."""

from datetime import date

import pytest

from balancesheet import proofs
from balancesheet.models import Entry
from balancesheet.pages.origins import origin_of
from balancesheet.sources import Taken
from balancesheet.tests.make import lines
from balancesheet.tests.make_spending import entries_of, take
from charter.models import PledgerKind
from charter.tests.make import make_neighbourhood
from pledges import actions
from pledges.models import Grade, State, Unit
from pledges.tests.make import MONDAY, make_officer, make_pledge, make_report, make_verified

pytestmark = pytest.mark.usefixtures("books")


@pytest.fixture(autouse=True)
def others(books):
    # The pledges' own tests have another neighbourhood of this short code.
    make_neighbourhood("bedwell-and-pin-green", short_code="N9", name="Bedwell")
    PledgerKind.objects.create(code="community-group", name="Community group", is_organisation=True)


@pytest.fixture
def one():
    return make_officer("one")


@pytest.fixture
def other():
    return make_officer("other")


@pytest.fixture
def delivered(one, other):
    """Return what delivers a pledge of so many units, and has it checked."""

    def deliver(unit=Unit.HOURS, hundredths=1250, **given):
        given = {"kind": "resident", "neighbourhood_id": "pin-green", **given}
        pledge = make_pledge(state=State.APPROVED, unit=unit, quantity_hundredths=hundredths, **given)
        return make_verified(pledge, one=one, other=other)

    return deliver


@pytest.mark.parametrize(
    ("kind", "unit", "hundredths", "line"),
    [
        ("resident", Unit.HOURS, 1250, ("HOUR", "5200", "4200", 1250)),
        ("business", Unit.HOURS, 50, ("HOUR", "5210", "4210", 50)),
        ("community-group", Unit.HOURS, 100, ("HOUR", "5220", "4220", 100)),
        ("business", Unit.POUNDS, 120_050, ("GBP", "1020", "4040", 120_050)),
        ("business", Unit.PLACEMENTS, 300, ("PLACE", "5400", "4400", 3)),
    ],
)
def test_what_was_delivered_is_posted_in_its_unit(delivered, kind, unit, hundredths, line):
    delivery = delivered(unit, hundredths, kind=kind)

    assert take("pledge") == Taken(posted=1)

    (entry,) = entries_of(delivery, source="pledge")
    assert lines(entry) == [line]
    assert (entry.source_ref, entry.ledger_id, entry.dated) == (f"{delivery.pk}/1", "N1", delivery.delivered_on)
    assert (entry.grade, entry.foundation_id) == (Grade.DOCUMENT, "training")
    assert entry.words == f"Delivered, as pledged in {delivery.pledge.reference}"
    assert take("pledge") == Taken(unchanged=1)
    assert [proof.name for proof in proofs.proofs() if proof.count] == []


@pytest.mark.parametrize("unit", [Unit.PEOPLE, Unit.CONTRACTS, Unit.EVENTS, None])
def test_what_has_no_account_is_counted_and_not_posted(delivered, unit):
    delivered(unit, 500 if unit else None)

    assert take("pledge") == Taken(left_out={"no_account": 1})


@pytest.mark.parametrize("place", ["town", "unsure"])
def test_a_pledge_for_no_part_of_the_town_is_the_whole_towns(delivered, place):
    delivery = delivered(neighbourhood_id=None, place=place)

    take("pledge")

    assert entries_of(delivery, source="pledge")[0].ledger_id == "TOWN"


def test_a_promise_or_a_report_that_nobody_checked_moves_nothing(one):
    pledge = make_pledge(state=State.APPROVED, unit=Unit.HOURS, quantity_hundredths=100)
    report = make_report(pledge)
    actions.accept_evidence(delivery=report, grade=Grade.DOCUMENT, evidence="File 7", by=one, at=MONDAY)

    assert take("pledge") == Taken()


def test_one_that_was_not_kept_comes_to_nothing(one, other):
    pledge = make_pledge(state=State.APPROVED, unit=Unit.HOURS, quantity_hundredths=100)
    make_verified(pledge, one=one, other=other, outcome="not_kept", quantity_hundredths=0)

    assert take("pledge") == Taken(left_out={"nothing": 1})


def test_one_that_is_taken_back_is_reversed(delivered, one):
    delivery = delivered()
    take("pledge")
    actions.take_back(delivery=delivery, why="Wrong document", by=one, at=MONDAY)

    assert take("pledge") == Taken(reversed=1)
    assert take("pledge") == Taken()


def test_a_newer_report_replaces_the_older(delivered, one, other):
    delivery = delivered()
    take("pledge")
    make_verified(delivery.pledge, one=one, other=other, quantity_hundredths=900)

    assert take("pledge") == Taken(posted=1, reversed=1)
    assert {entry.lines[0][3] for entry in Entry.objects.filter(reversed_by=None, kind="movement")} == {900}


def test_an_entry_leads_to_its_pledge_and_the_pledges_page_to_its_figures(client, delivered):
    delivery = delivered()
    take("pledge")
    entry = Entry.objects.get()

    origin = origin_of(entry)

    assert origin.address == delivery.pledge.get_absolute_url()
    assert "File 7" not in str(origin)
    page = client.get(origin.address).text
    assert "It moved these figures" in page
    assert "Volunteer hours: residents: 12.50 hours</a>, Pin Green, 2026-27" in page
    assert f"/balance-sheet/entries/{entry.pk}/" in page


def test_of_a_pledge_that_is_no_longer_public_no_page_is_named(delivered, one):
    delivery = delivered()
    take("pledge")
    actions.reopen(pledge=delivery.pledge, message="", by=one, at=MONDAY)

    assert origin_of(Entry.objects.get()).address == ""
    assert take("pledge") == Taken(reversed=1)


def test_the_day_it_was_done_says_the_year(delivered, one, other):
    pledge = make_pledge(state=State.APPROVED, unit=Unit.HOURS, quantity_hundredths=100)
    delivery = make_verified(pledge, one=one, other=other, delivered_on=date(2026, 3, 31))

    take("pledge")

    assert entries_of(delivery, source="pledge")[0].year_starting == 2025
