"""The statement: what it adds up, what it compares with, and what it says where there is no figure."""

import random
from datetime import date

import pytest

from balancesheet.models import ChartLine, UnitKind
from balancesheet.pages.statement import statement
from balancesheet.pages.statement.figures import UNITS
from balancesheet.tests.make import hours, make_entry
from balancesheet.tests.make_statement import IN_2025, PLACES, line, make_n6, make_story, moved, of, people, said
from stevenage_cwb.common.figures import Figure, Marker, Unit

pytestmark = pytest.mark.usefixtures("books")


def test_the_worked_example_of_a_neighbourhood_comes_out():
    # Domain reference, A8: fictional figures of N6 in 2026/27.
    make_n6()
    day, year = date(2026, 4, 1), date(2026, 7, 1)
    for ref, to, by, pence in (
        ("A1", "1500", "3000", 42_000_000),
        ("A5", "1010", "3000", 840_000),
        ("B1", "3000", "2300", 6_500_000),
        ("B3", "3000", "2020", 1_200_000),
    ):
        moved(ref, to=to, by=by, amount=pence, kind="opening", dated=day, ledger="N6")
    moved("C2", to="1020", by="4020", amount=1_425_000, dated=year, ledger="N6")
    moved("C8", to="5040", by="1020", amount=498_750, dated=year, ledger="N6")
    moved("here", to="5010", by="1020", amount=926_250, dated=year, ledger="N6")
    make_entry("C5", ledger="N6", dated=year, debits=[hours("5200", 124_000)], credits=[hours("4200", 124_000)])

    found = of("st-nicholas", 2026)

    assert said(found, "position", "net_with_land", "closing") == "£351,400.00"
    assert said(found, "position", "held", "closing") == "£8,400.00"
    assert said(found, "position", "owed", "closing") == "£77,000.00"
    assert line(found, "1500")["closing"] == "£420,000.00"
    assert line(found, "2300")["closing"] == "£65,000.00"
    assert line(found, "4200")["year"] == "1,240"
    assert (line(found, "4020")["year"], line(found, "5040")["year"]) == ("£14,250.00", "£4,987.50")
    assert said(found, "money", "went", "year") == said(found, "money", "came_in", "year") == "£14,250.00"


def test_stocks_open_with_what_was_published_or_say_what_was_restated():
    make_story()

    found = of()

    assert line(found, "1010") == {
        "opening": "£5,000.00",
        "restated_opening": "£5,000.00",
        "added": "£1.76",
        "lost": "£4.32",
        "closing": "£4,997.44",
    }
    assert line(found, "1020") == {
        "opening": "£900.01",
        "restated_opening": "£944.01",
        "added": "£0.00",
        "lost": "£300.50",
        "closing": "£643.51",
    }
    published = line(of(year_starting=2024), "1020")
    assert published["closing"] == line(found, "1020")["opening"]
    assert [each.words for each in found.restated.corrections] == ["A pound for the garden"]
    assert of(year_starting=2024).restated.corrected_in == (2025,)


def test_flows_are_compared_with_the_year_before_as_published_and_as_restated():
    make_story()

    assert line(of(), "4030") == {
        "before": "not recorded",
        "restated_before": "£44.00",
        "year": "£0.00",
        "change": "−£44.00",
    }
    assert line(of(), "4020") == {
        "before": "£900.01",
        "restated_before": "£900.01",
        "year": "£0.50",
        "change": "−£899.51",
    }


def test_what_is_owed_and_what_came_in_is_shown_above_nothing():
    make_story()

    assert line(of(), "2300") == {
        "opening": "£700.00",
        "added": "£40.00",
        "lost": "£15.00",
        "closing": "£725.00",
    }
    assert line(of(), "4010")["year"] == "£0.77"


def test_a_first_year_has_nothing_to_compare_with_and_says_what_was_first_recorded():
    make_story()

    first = of(year_starting=2024)

    assert line(first, "1010")["opening"] == "not applicable"
    assert line(first, "1010")["restated_opening"] == "£5,000.00"
    assert line(first, "4020") == {"before": "not applicable", "year": "£900.01", "change": "not applicable"}


def test_nought_and_not_recorded_are_two_things():
    make_story()

    assert line(of(), "4030")["year"] == "£0.00"
    assert set(line(of(), "4050").values()) == {"not recorded"}
    assert line(of("chells"), "4010")["year"] == "not recorded"


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (12, 0, ("12", "0", "0", "12")),
        (12, 5, ("12", "5", "0", "17")),
        (12, 4, ("12", "not shown", "not shown", "16")),
        (12, 1, ("12", "not shown", "not shown", "13")),
        (4, 6, ("not shown", "not shown", "not shown", "10")),
        (0, 3, ("not recorded", "not shown", "not shown", "not shown")),
    ],
)
def test_fewer_than_five_people_are_not_shown_nor_can_they_be_worked_out(before, now, expected):
    for ref, count, day in (("before", before, date(2024, 6, 1)), ("now", now, IN_2025)):
        if count:
            people(ref, count, dated=day)

    assert tuple(line(of(), "1700").values()) == expected


def test_the_borough_does_not_give_away_what_one_neighbourhood_does_not_show():
    people("few", 3)
    people("many", 40, ledger="N2")
    people("more", 30, ledger="TOWN")

    assert line(of("stevenage"), "1700")["closing"] == "not shown"
    people("few as well", 2, ledger="N1", dated=IN_2025)
    assert line(of("stevenage"), "1700")["closing"] == "75"


def test_things_are_told_even_when_they_are_few():
    moved("one", to="1520", by="4520", amount=1, unit="THING")

    assert line(of(), "1520")["closing"] == "1"


def test_evidence_is_of_what_is_left_after_what_was_taken_back():
    make_story()

    def grades(account):
        rows = (row for group in of().groups for panel in group.panels for row in panel.rows)
        return [(g, f.said) for row in rows if row.line.code == account for g, f in row.evidence]

    assert grades("4010") == [("B", "100%")]
    assert grades("5040") == [("D", "100%")]
    assert grades("2300") == [("A", "3%"), ("D", "97%")]
    assert grades("1700") == []


@pytest.mark.parametrize("by", ["section", "foundation", "block"])
def test_however_they_are_read_the_lines_are_the_same(by):
    make_story()

    found, usual = of(by=by), of()

    lines = [(each.code, each.name) for group in found.groups for panel in group.panels for each in panel.face.lines]
    assert sorted(lines) == sorted(ChartLine.objects.values_list("account_id", "name"))
    assert ends(found) == ends(usual)
    assert (found.money, found.position) == (usual.money, usual.position)


def ends(found):
    return {key: amount for key, amount in amounts(found).items() if key[1] in {"closing", "year"}}


def test_no_table_counts_in_two_kinds_of_unit():
    make_story()
    kinds = dict(ChartLine.objects.values_list("account_id", "account__unit__kind"))

    for group in of("stevenage").groups:
        for panel in group.panels:
            assert len({kinds[each.code] for each in panel.face.lines}) == 1
    assert set(UNITS) == set(ChartLine.objects.values_list("account__unit_id", flat=True))
    assert set(kinds.values()) == set(UnitKind.values)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_posted_the_statement_adds_up(seed):
    post_at_random(random.Random(seed))
    whole, *parts = (amounts(of(slug)) for slug in ("stevenage", *PLACES[:3]))

    for place in (whole, *parts):
        for code in {code for code, column in place if column == "closing"}:
            opening = place.get((code, "restated_opening"), place.get((code, "opening"), 0))
            assert opening + place[code, "added"] - place[code, "lost"] == place[code, "closing"]
    assert whole == {key: sum(part.get(key, 0) for part in parts) for key in whole}
    for slug in PLACES:
        money = of(slug).money
        for column in ("before", "year"):
            assert (money.figure("came_in", column).value or 0) == (money.figure("went", column).value or 0)


def post_at_random(chance):
    """Post to all accounts but those of people, whose figures may be hidden, and of what one place owes another."""
    lines = ChartLine.objects.filter(account__role="").exclude(account__unit__kind=UnitKind.PEOPLE)
    units = dict(lines.values_list("account_id", "account__unit_id"))
    pairs = [(to, by) for to in units for by in units if to != by and units[to] == units[by]]
    for number in range(60):
        to, by = chance.choice(pairs)
        moved(
            str(number),
            to=to,
            by=by,
            amount=chance.choice([1, 4, 5, 999, 10**12]),
            unit=units[to],
            dated=date(chance.choice([2024, 2025]), chance.choice([4, 12]), 1),
            ledger=chance.choice(["N1", "N2", "TOWN"]),
            grade=chance.choice("ABCD"),
        )


def amounts(found):
    """Return the amounts of the lines' accounts, where there are any."""
    return {
        (each.code, column.code): figure.value
        for group in found.groups
        for panel in group.panels
        for each in panel.face.lines
        for column, figure in zip(panel.face.columns, each.figures, strict=True)
        if figure.value is not None and column.code != "change"
    }


@pytest.mark.parametrize("count", [1, 30])
def test_a_statement_costs_the_same_for_one_entry_and_many_and_reads_totals(count, django_assert_num_queries):
    for number in range(count):
        moved(str(number), to="1010", by="4010", amount=5 + number, dated=IN_2025, ledger=("N1", "N2")[number % 2])

    with django_assert_num_queries(10) as queries:
        of("stevenage")
    (read,) = [each["sql"] for each in queries if "balancesheet_yeartotal" in each["sql"]]
    assert "balancesheet_posting" not in read


@pytest.mark.parametrize(
    ("slug", "year_starting", "by"),
    [("nowhere", 2025, "section"), ("pin-green", 2019, "section"), ("pin-green", 2025, "size")],
)
def test_there_is_no_statement_of_no_place_no_year_and_no_order(slug, year_starting, by):
    assert statement(slug=slug, year_starting=year_starting, by=by) is None


def test_the_paragraph_says_what_came_in_where_it_went_and_what_is_owed():
    make_story()

    assert of().paragraph == (
        "In 2025 to 2026, £1.27 came in for Pin Green, less than the £944.01 of the year before. Of what went out, "
        "£200.00 was spent in the neighbourhood, £100.50 left Hertfordshire and nobody knows where £3.33 went. "
        "More than a year before: active volunteers. Less than a year before: neighbourhood budget held by the council "
        "and money held by community groups (declared). On 31 March 2026, £725.00 was still owed."
    )
    assert of("whole-town", 2024).paragraph == "Nothing is recorded for Whole town, not allocated in 2024 to 2025 yet."


@pytest.mark.parametrize(
    ("value", "unit", "words", "whole"),
    [
        (124_050, Unit.HOURS, "1,240.5", "1240.50"),
        (124_000, Unit.HOURS, "1,240", "1240.00"),
        (-25, Unit.HOURS, "−0.25", "-0.25"),
        (1_234_567, Unit.KG_CO2E, "1,234.567 kg CO2e", "1234.567"),
        (1_250, Unit.SQUARE_METRES, "1,250 m²", "1250"),
        (-498_750, Unit.PENCE_IN_KIND, "−£4,987.50", "-4987.50"),
        (0, Unit.PEOPLE, "0", "0"),
    ],
)
def test_a_figure_is_said_in_its_unit_to_the_smallest_part(value, unit, words, whole):
    assert (Figure(value, unit).said, str(Figure(value, unit).in_whole)) == (words, whole)


@pytest.mark.parametrize(("value", "words"), [(350, "+3.5"), (-350, "−3.5"), (0, "0")])
def test_a_change_bears_its_sign(value, words):
    assert Figure(value, Unit.HOURS, is_change=True).said == words
    assert Figure(None, Unit.HOURS, marker=Marker.NOT_APPLICABLE, is_change=True).said == "not applicable"
