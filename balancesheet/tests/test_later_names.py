"""Neighbourhoods and councils change: old years keep the names and places that they had, and new ones use the new."""

from datetime import date

import pytest
from django.urls import reverse

from balancesheet import actions, ledger
from balancesheet.models import Ledger
from balancesheet.pages.frozen import document_of
from balancesheet.pages.places import place_of_ledger
from balancesheet.pages.statement import statement
from balancesheet.tests.make import LEDGERS, make_entry
from balancesheet.tests.make_close import freeze, make_voice
from charter.models import Council, Neighbourhood, NeighbourhoodWard, Ward
from charter.pages.wording import words_snapshot
from charter.tests.make import LONG_AGO, make_neighbourhood

pytestmark = pytest.mark.usefixtures("books")
RENAMED, NEW_COUNCIL = "Pin Green and Bedwell", "Mid Hertfordshire Council"


def page_of(client, year: str, slug: str = "pin-green") -> str:
    return client.get(reverse("balancesheet:statement", args=[slug, year])).content.decode()


@pytest.fixture
def published():
    """The statement of N1's closed year 2024-25, as it was published."""
    Council.objects.create(pk=1, name="Stevenage Borough Council", portal_name="A portal", email="cwb@example.org")
    make_entry(dated=date(2024, 6, 1))
    make_voice(year_starting=2024)
    freeze()
    return document_of(place_of_ledger("N1"), year_starting=2024)


def change_names() -> None:
    Neighbourhood.objects.filter(pk="pin-green").update(name=RENAMED)
    Council.objects.update(name=NEW_COUNCIL)
    words_snapshot.forget()


def test_what_was_published_keeps_its_bytes_and_its_names(published, client):
    before = page_of(client, "2024-25")
    change_names()

    assert document_of(place_of_ledger("N1"), year_starting=2024) == published
    assert '"place":"Pin Green"' in published.content.decode()
    assert RENAMED not in published.content.decode()
    assert "<h1" in before
    heading = before[before.index("<h1") : before.index("</h1>")]
    assert heading in page_of(client, "2024-25")


def test_a_year_that_is_open_bears_the_new_name(published, client):
    change_names()

    page = page_of(client, "2025-26")
    assert RENAMED in page[page.index("<h1") : page.index("</h1>")]
    assert statement(slug="pin-green", year_starting=2025).place.name == RENAMED


def test_a_neighbourhood_that_ended_keeps_its_ledger_and_another_gets_its_own(published, client):
    Neighbourhood.objects.filter(pk="pin-green").update(valid_to=date(2026, 4, 1))
    make_neighbourhood("the-greens", short_code="N7", name="The Greens")
    actions.load_chart()
    ledger.open_year(ledger="N7", year_starting=2026)
    make_entry("new", ledger="N7", dated=date(2026, 5, 1))

    assert document_of(place_of_ledger("N1"), year_starting=2024) == published
    assert client.get(reverse("balancesheet:statement", args=["pin-green", "2024-25"])).status_code == 200
    assert "£1.00" in page_of(client, "2026-27", slug="the-greens")
    assert "The Greens" not in page_of(client, "2024-25", slug="stevenage")
    assert set(Ledger.objects.values_list("code", flat=True)) == {*LEDGERS, "N7"}


def test_a_boundary_that_moves_changes_nothing_that_was_published(published):
    ward = Ward.objects.create(code="E05000001", name="Bedwell", valid_from=LONG_AGO)
    NeighbourhoodWard.objects.create(
        neighbourhood_id="pin-green", ward=ward, valid_from=date(2026, 4, 1), source="A later order"
    )

    assert document_of(place_of_ledger("N1"), year_starting=2024) == published
