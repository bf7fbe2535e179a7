"""The postcode directory of any year: areas with the days from which they hold, terminated postcodes kept."""

from datetime import date

import pytest

from spending.actions import attributing
from spending.models import Postcode, ReferenceKind
from spending.tests.make_known import decide, known, make_file, make_payment, make_site, make_supplier
from spending.tests.make_references import OLD_POSTCODE_TITLES, place, places, table, take

pytestmark = pytest.mark.django_db

POSTCODES = ReferenceKind.POSTCODES
FEBRUARY, MAY, AUGUST = date(2026, 2, 1), date(2026, 5, 1), date(2026, 8, 1)
NORTH_HERTS, CENTRAL = "E07000099", "E06000099"


def areas() -> list[tuple[str, str, date | None, date | None]]:
    """Return postcode, district, first day and end, in order."""
    columns = Postcode.objects.values_list("postcode", "district", "valid_from", "valid_to")
    return sorted(columns, key=lambda row: (row[0], row[2] or date.min))


def test_a_row_holds_the_areas_of_its_postcode(tmp_path):
    report = take(tmp_path, POSTCODES, places(place("sg1  1aa")), name="NSPL_AUG_2026_UK.csv", as_at=None)

    held = Postcode.objects.get()
    assert (report.outcome, report.as_at) == ("imported", AUGUST)
    assert (held.postcode, held.introduced_on, held.terminated_on) == ("SG1 1AA", date(1980, 1, 1), None)
    assert (held.district, held.county, held.region, held.country) == (
        "E07000243",
        "E10000015",
        "E12000006",
        "E92000001",
    )
    assert (held.travel_to_work, held.small_area, held.valid_from) == ("E30000270", "E01023946", None)


@pytest.mark.parametrize(
    "titles",
    [
        ["pcds", "doterm", "oscty", "oslaua", "ctry", "gor", "ttwa", "lsoa21"],
        ["PCD", "DOTERM", "CTY", "LAUA", "CTRY", "RGN", "TTWA", "LSOA21"],
        ["pcds", "doterm", "cty25cd", "lad25cd", "ctry25cd", "rgn25cd", "ttwa15cd", "lsoa21cd"],
        ["PCD8", "DOTERM", "CTY23", "LAD23", "CTRY23", "RGN23", "TTWA11CD", "LSOA21CD"],
    ],
)
def test_the_columns_of_any_year_are_known(tmp_path, titles):
    row = ["SG1 1AA", "", "E10000015", "E07000243", "E92000001", "E12000006", "E30000270", "E01023946"]
    take(tmp_path, POSTCODES, table(titles, row))

    held = Postcode.objects.get()
    assert (held.county, held.district, held.country) == ("E10000015", "E07000243", "E92000001")
    assert (held.region, held.travel_to_work, held.small_area) == ("E12000006", "E30000270", "E01023946")


def test_an_old_directory_says_nothing_of_areas_that_were_not_drawn_yet(tmp_path):
    cells = {"pcds": "SG1 1AA", "oslaua": "E07000101", "oscty": "E10000015", "ctry": "E92000001", "gor": "E12000006"}
    take(tmp_path, POSTCODES, table(OLD_POSTCODE_TITLES, {**cells, "lsoa11": "E01023946"}))

    assert (Postcode.objects.get().district, Postcode.objects.get().small_area) == ("E07000101", "")


def test_the_single_spaced_column_is_preferred(tmp_path):
    take(tmp_path, POSTCODES, places(place("SG1 1AA", pcd7="XX1 1XX", pcd8="YY1 1YY")))

    assert Postcode.objects.get().postcode == "SG1 1AA"


def test_a_later_edition_adds_a_row_only_where_areas_changed(tmp_path):
    take(tmp_path, POSTCODES, places(place("SG1 1AA"), place("SG1 1AB")), as_at=FEBRUARY)
    later = [place("SG1 1AA"), place("SG1 1AB", LAD26CD=CENTRAL), place("SG1 1AD")]
    report = take(tmp_path, POSTCODES, places(*later), as_at=MAY)

    assert areas() == [
        ("SG1 1AA", "E07000243", None, None),
        ("SG1 1AB", "E07000243", None, MAY),
        ("SG1 1AB", CENTRAL, MAY, None),
        ("SG1 1AD", "E07000243", None, None),
    ]
    assert report.changes == {"postcodes in other areas from this edition on": 1, "postcodes added": 1}


def test_a_third_edition_closes_what_the_second_opened(tmp_path):
    for day, district in ((FEBRUARY, "E07000243"), (MAY, NORTH_HERTS), (AUGUST, CENTRAL)):
        take(tmp_path, POSTCODES, places(place("SG1 1AA", LAD26CD=district)), as_at=day)

    assert areas() == [
        ("SG1 1AA", "E07000243", None, MAY),
        ("SG1 1AA", NORTH_HERTS, MAY, AUGUST),
        ("SG1 1AA", CENTRAL, AUGUST, None),
    ]


def test_areas_that_an_edition_does_not_have_stay_and_new_ones_are_filled_in(tmp_path):
    titles = ["pcds", "doterm", "oscty", "oslaua", "ctry", "gor"]
    old = table(titles, ["SG1 1AA", "", "E10000015", "E07000243", "E92000001", "E12000006"])
    take(tmp_path, POSTCODES, old, as_at=FEBRUARY)
    report = take(tmp_path, POSTCODES, places(place("SG1 1AA")), as_at=MAY)
    assert report.changes == {"postcodes whose codes or months were filled in or corrected": 1}
    take(tmp_path, POSTCODES, old + "\n", as_at=AUGUST)

    assert areas() == [("SG1 1AA", "E07000243", None, None)]
    assert (Postcode.objects.get().small_area, Postcode.objects.get().travel_to_work) == ("E01023946", "E30000270")


def test_another_file_of_the_same_edition_corrects_it(tmp_path):
    take(tmp_path, POSTCODES, places(place("SG1 1AA", LAD26CD=NORTH_HERTS)), as_at=FEBRUARY)
    take(tmp_path, POSTCODES, places(place("SG1 1AA")), as_at=FEBRUARY)
    assert areas() == [("SG1 1AA", "E07000243", None, None)]

    take(tmp_path, POSTCODES, places(place("SG1 1AA", LAD26CD=NORTH_HERTS)) + "\n", as_at=MAY)
    take(tmp_path, POSTCODES, places(place("SG1 1AA", LAD26CD=CENTRAL)), as_at=MAY)
    assert areas() == [("SG1 1AA", "E07000243", None, MAY), ("SG1 1AA", CENTRAL, MAY, None)]


def test_an_older_edition_is_refused(tmp_path):
    take(tmp_path, POSTCODES, places(place("SG1 1AA")), as_at=MAY)
    report = take(tmp_path, POSTCODES, places(place("SG1 1AB")), as_at=FEBRUARY)

    assert (report.outcome, Postcode.objects.count()) == ("refused", 1)


def test_terminated_postcodes_are_kept_and_come_back(tmp_path):
    take(tmp_path, POSTCODES, places(place("SG1 1AA")), as_at=FEBRUARY)
    take(tmp_path, POSTCODES, places(place("SG1 1AA", doterm="202604"), place("SG1 1AB", doterm="199606")), as_at=MAY)
    assert dict(Postcode.objects.values_list("postcode", "terminated_on")) == {
        "SG1 1AA": date(2026, 4, 1),
        "SG1 1AB": date(1996, 6, 1),
    }

    take(tmp_path, POSTCODES, places(place("SG1 1AA"), place("SG1 1AD")), as_at=AUGUST)
    assert Postcode.objects.get(postcode="SG1 1AA").terminated_on is None


def test_a_payment_to_a_place_whose_postcode_has_ended_has_a_tier(tmp_path):
    payment = make_payment()
    make_file([payment])
    supplier = make_supplier()
    make_site(supplier, "SG1 1AA")
    decide("Roebuck Bakery Ltd", supplier)
    assert known(payment)["why_unknown"] == "no_postcode"

    take(tmp_path, POSTCODES, places(place("SG1 1AA", doterm="199606")))

    assert (known(payment)["tier"], known(payment)["why_unknown"]) == ("T1", "")
    assert attributing.differences() == []


def test_payments_keep_the_areas_of_their_day(tmp_path):
    before, after = make_payment(pay_date=date(2026, 3, 1)), make_payment(pay_date=date(2026, 6, 1))
    make_file([before, after])
    supplier = make_supplier()
    make_site(supplier, "SG1 1AA")
    decide("Roebuck Bakery Ltd", supplier)
    take(tmp_path, POSTCODES, places(place("SG1 1AA")), as_at=FEBRUARY)
    take(tmp_path, POSTCODES, places(place("SG1 1AA", LAD26CD=NORTH_HERTS)), as_at=MAY)

    assert [known(before)["tier"], known(after)["tier"]] == ["T1", "T2"]


def test_rows_that_cannot_be_read_are_told(tmp_path):
    nowhere = dict.fromkeys(("CTY26CD", "LAD26CD", "CTRY26CD", "RGN26CD", "TTWA15CD", "LSOA21CD"), "")
    rows = [
        place("SG1 1AA"),
        place("SG1"),
        place("SG1 1AB", LAD26CD="Stevenage"),
        place("SG1 1AD", RGN26CD="?", doterm="201399"),
        place("SG1 1AE", **nowhere),
        place("SG1 1AA"),
    ]
    counts = take(tmp_path, POSTCODES, places(*rows)).counts

    assert (counts.taken, counts.refused, counts.ignored, counts.cells_left_out) == (2, 3, 1, 2)
    assert [(fault.row, fault.column, fault.text) for fault in counts.faults] == [
        (3, "pcds", "SG1"),
        (4, "LAD26CD", "Stevenage"),
        (5, "RGN26CD", "?"),
        (5, "doterm", "201399"),
        (7, "pcds", "SG1 1AA"),
    ]
