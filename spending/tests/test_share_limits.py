"""The page of the share where something begins or ends: at a coverage, a year's end, a second version of a file."""

import re
from datetime import date

import pytest

from spending import actions
from spending.actions import attributing, deciding
from spending.models import ImportNote, SupplierSite
from spending.tests.make import MONDAY, ROWS, make_import, make_officer, spend_file
from spending.tests.make_known import make_postcode, make_site
from spending.tests.make_share import POSTCODES, make_payments, make_spending, redacted, shown, supplier_of, the_page
from stevenage_cwb.common.figures import Marker

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    """Return what a reader of a page's main part sees, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html.split("<main")[1]))


@pytest.mark.parametrize(
    ("placed", "share", "has_bounds"),
    [
        pytest.param(7_999, None, False, id="79.99%: none is published"),
        pytest.param(8_000, "25%", True, id="80%: with its bounds"),
        pytest.param(9_499, "21%", True, id="94.99%: with its bounds"),
        pytest.param(9_500, "21%", False, id="95%: by itself"),
    ],
)
def test_a_share_is_refused_bounded_or_said_at_exactly_these_coverages(client, placed, share, has_bounds):
    make_spending(make_payments({"T1": 2_000, "T5": placed - 2_000, "U": 10_000 - placed}))

    page = the_page()
    text = words(shown(client))

    assert page.said.share.value is None if share is None else page.said.share.said == share
    assert ("too little is known to say a share: only just under 80%" in text) == (share is None)
    assert (f"{share} of the £{placed:,} we could place was spent with suppliers in Stevenage" in text) == bool(share)
    bounds = f"of all £10,000 analysed at least 20% and at most {round((12_000 - placed) / 100)}%"
    assert (bounds in text) == has_bounds
    assert ("What is missing:" in text) == (share is None)


def test_a_supplier_that_moves_on_the_first_of_april_was_local_to_the_last_of_march():
    """And stays so in the year before, whatever is decided about it later."""
    days = [date(2025, 3, 31), date(2025, 4, 1)]
    make_spending([*(payment for day in days for payment in make_payments({"T1": 60, "T5": 40}, pay_date=day))])
    bakery = supplier_of("T1")
    postcode, areas = POSTCODES["T2"]
    make_postcode(postcode, **areas)
    SupplierSite.objects.filter(supplier=bakery).update(valid_to=days[1])
    make_site(bakery, postcode, valid_from=days[1])
    attributing.attribute_suppliers(suppliers=[bakery.pk])

    before, after = the_page(year="2024-25"), the_page(year="2025-26")

    assert (before.said.share.said, after.said.share.said) == ("60%", "0%")
    assert (before.tiers.figure("T1", "pence").said, before.tiers.figure("T2", "pence").said) == ("£60", "£0")
    assert (after.tiers.figure("T1", "pence").said, after.tiers.figure("T2", "pence").said) == ("£0", "£60")
    assert after.chart.title == "The share spent in Stevenage is 0% so far, after 60% in 2024 to 2025"


def test_a_year_with_nothing_but_redacted_payees_has_no_share_beside_one_that_has(client):
    make_spending([*make_payments({"T1": 30, "T5": 70}, pay_date=date(2024, 6, 1)), redacted(500)])

    page = the_page()
    html = shown(client)

    assert page.said.share.marker == Marker.TOO_LITTLE_KNOWN
    assert "only 0% of the £500 analysed could be placed" in words(html)
    assert [(line.name, line.figures[0].said) for line in page.missing] == [("The payee is redacted", "£500")]
    assert page.chart.title == "The share spent in Stevenage cannot be said for 2025 to 2026 so far"
    assert page.breakdown.lines[0].figures[0].marker == Marker.TOO_LITTLE_KNOWN
    assert the_page(year="2024-25").said.share.said == "30%"
    # Nobody can count who stands behind a redaction.
    assert page.tiers.figure("analysed", "suppliers").said == "0"


def accept_all() -> None:
    for note in ImportNote.objects.filter(accepted_at=None, file__undone_at=None):
        deciding.accept(note=note, by=make_officer(f"officer {note.pk}"), at=MONDAY)


def test_a_second_version_of_a_file_takes_the_place_of_the_first_on_every_page(client, tmp_path):
    make_import(spend_file(tmp_path))
    accept_all()
    first = the_page().bridge.figure("files", "pence").said
    assert first == "£1,500.00"

    rows = [*ROWS[:-1], [*ROWS[-1][:-1], "2,000.00"]]
    report = make_import(spend_file(tmp_path, rows, name="june v2.csv"), second_version=actions.SecondVersion.REPLACE)
    accept_all()

    assert the_page().bridge.figure("files", "pence").said != first
    assert the_page().bridge.line("files").name == "1 accepted file, as their notes state"
    counted = client.get("/spending/payments.json").json()
    assert (counted["count"], counted["sum"]) == (3, f"{report.file.note.sum_pence / 100:.2f}")

    actions.undo(file=report.file, why="It was a draft", by=None, at=MONDAY)
    assert the_page().bridge.figure("files", "pence").said == first
