"""The dashboard's pages: what is said of a year, of a change, of a target, of what was said before, and of nothing."""

import gzip
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.conf import settings
from django.db import connection

from metrics.measures import Standing
from metrics.measures.change import decimals_of, percentage_points
from metrics.models import Annotation, Definition, Metric, Period
from metrics.pages.dashboard import look as looks
from metrics.pages.dashboard.overview import Card
from metrics.pages.naming import in_two_lines, in_words
from metrics.tests.make import make_catalogue, make_observation, make_steward, make_target
from metrics.tests.make_dashboard import EARLIER, TODAY, make_dashboard, make_share, of, the_overview, the_page

pytestmark = pytest.mark.django_db
FILES = ["vendor/govuk-frontend-6.6.0.css", "portal.css", "portal.js", "favicon.svg"]
FILES += ["spending.css", "metrics.css", "wheel.css", "dark.css"]
MOST_BYTES = 30_000


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("metrics.views.dashboard.day_of", lambda _: TODAY)


def card_of(code: str, **asked: str) -> Card:
    page = the_overview(**asked)
    return next(card for group in page.groups for card in (*group.measured, *group.unmeasured) if card.code == code)


def new_version(code: str, *, comparability: str) -> Definition:
    row = Definition.objects.filter(metric=code).values().get()
    del row["id"]
    said = {"version": 2, "first_year": 2025, "comparability": comparability, "changed": "The threshold fell"}
    return Definition.objects.create(**row | said)


# -- the overview --------------------------------------------------------------------------------------


def test_it_opens_with_the_latest_year_that_is_settled_and_counts_what_there_is():
    make_dashboard()
    page = the_overview()

    assert page.year == "2025 to 2026"
    assert str(page.sentence) == (
        "7 of 42 measures have a figure for 2025 to 2026. 1 of 2 with a target met it or are on track."
    )
    assert "1 of them provisional" in str(the_overview(year="2026-27").sentence)


def test_without_any_figure_every_metric_is_listed_with_its_owner(client):
    make_catalogue()
    page, text = the_overview(), client.get("/metrics/").text

    assert str(page.sentence) == "Nothing is measured yet of 2026 to 2027."
    assert (page.changes, page.computed_on) == ((), "")
    assert {card.standing for group in page.groups for card in group.unmeasured} == {Standing.NO_DATA}
    assert all(f"/metrics/{metric.code}/" in text and metric.owner in text for metric in Metric.objects.all())


def test_a_portal_without_a_catalogue_still_answers(client):
    assert client.get("/metrics/").status_code == 200
    assert client.get("/metrics.json").json()["figures"] == []


def test_a_card_says_value_change_and_status():
    make_dashboard()
    card = card_of("P01")

    assert (card.point.figure.said, card.standing, card.aim.said) == ("28.3%", Standing.MET, "at least 25%")
    assert card.change.on_the_year == "up 5.5 percentage points on the year before, better"


@pytest.mark.parametrize(
    ("code", "year", "standing"),
    [
        ("P01", "2025-26", Standing.MET),
        ("P01", "2024-25", Standing.NO_TARGET),
        ("G01", "2025-26", Standing.BEHIND),
        ("G02", "2025-26", Standing.NO_DATA),
        ("T01", "2025-26", Standing.NO_DATA),
    ],
)
def test_status_is_what_the_measures_say(code, year, standing):
    make_dashboard()

    assert card_of(code, year=year).standing == standing
    assert the_page(code, year=year).standing == standing


def test_a_foundation_is_shown_alone_where_it_is_asked_for():
    make_dashboard()

    assert [group.code for group in the_overview(foundation="charter").groups] == ["charter"]
    assert len(the_overview().groups) == 5


@pytest.mark.parametrize(
    "asked", [{"year": "2025"}, {"year": "2025-27"}, {"neighbourhood": "nowhere"}, {"foundation": "<b>"}], ids=str
)
def test_a_filter_that_names_nothing_says_so_and_can_be_taken_away(client, asked):
    make_dashboard()
    [(name, value)] = asked.items()
    text = client.get("/metrics/", asked).text

    assert f"{name.capitalize()}: there is no “{value.replace('<b>', '&lt;b&gt;')}”. So nothing matches." in text
    assert "28.3%" not in text
    assert the_overview(**asked).unknown[0].without == ""


def test_a_metric_that_is_none_is_not_found(client):
    make_catalogue()

    for address in ("/metrics/T99/", "/metrics/T99.csv", "/metrics/T99.json", "/metrics/T99.svg", "/metrics/T01.svg"):
        assert client.get(address).status_code == 404


def test_a_retired_metric_leaves_the_overview_and_keeps_its_page(client):
    make_dashboard()
    Metric.objects.filter(code="P01").update(status="retired")

    assert "/metrics/P01/" not in client.get("/metrics/").text.split("<main")[1]
    assert client.get("/metrics/P01/").status_code == 200


# -- what changed --------------------------------------------------------------------------------------------


def test_what_changed_is_written_from_the_figures_and_leads_to_their_rows(client):
    make_dashboard()
    said = {card.code: str(change.sentence) for card, change in the_overview().changes}

    assert said == {
        "P01": "It was 22.8% in 2024 to 2025, and 28.3% in 2025 to 2026: up 5.5 percentage points, better.",
        "G01": "It was 0 in 2024 to 2025, and 24 in 2025 to 2026: up 24, better.",
    }
    assert '<a class="figure" href="/spending/payments/?tier=T1">28.3%</a>' in client.get("/metrics/").text


@pytest.mark.parametrize(
    ("before", "after", "whole", "base", "said"),
    [
        (200, 210, 10_000, 2_000, "up 0.1 percentage points"),
        (200, 100, 10_000, 2_000, "down 1 percentage point"),
        (200, 200, 10_000, 2_000, "the same"),
        (20_000_000, 20_000_001, 1_000_000_000, 2_000, "about the same"),
        # Said as 24% and as 25%, and no point apart.
        (2_449, 2_451, 10_000, 100, "about the same"),
        (100, 0, 10_000, 100, "down 1 percentage point"),
    ],
)
def test_a_change_of_shares_is_of_what_they_are_before_they_are_rounded(before, after, whole, base, said):
    make_catalogue()
    for year, part in ((2024, before), (2025, after)):
        make_observation("P03", part, denominator=whole, base=base, **of(year))

    assert card_of("P03").change.words == said


@pytest.mark.parametrize(("comparability", "is_compared"), [("comparable", True), ("break", False)])
def test_figures_of_two_versions_are_compared_only_where_they_can_be(comparability, is_compared):
    make_catalogue()
    make_share(20_000_00, **of(2024))
    make_share(25_000_00, definition=new_version("P01", comparability=comparability))

    assert (card_of("P01").change is not None) == is_compared


def test_a_year_that_is_not_over_is_not_compared_where_figures_add_up():
    make_catalogue()
    make_observation("G01", 30)
    make_observation("G01", 10, marker="p", **of(2026))
    make_observation("P03", 90, denominator=100)
    make_observation("P03", 92, denominator=100, marker="p", **of(2026))

    assert card_of("G01", year="2026-27").change is None
    assert card_of("P03", year="2026-27").change.words == "up 2 percentage points"


def test_what_is_only_context_is_neither_better_nor_worse():
    make_catalogue()
    for year, part in ((2024, 20), (2025, 25)):
        make_observation("P10", part, denominator=100, **of(year))

    assert card_of("P10").change.on_the_year == "up 5 percentage points on the year before"


@pytest.mark.parametrize(("said", "decimals"), [((3, 4), 0), (("2.5", 4), 0), (("2.5", "3.0"), 1)])
def test_a_change_is_no_surer_than_the_rougher_of_its_ends(said, decimals):
    assert decimals_of(*said) == decimals


def test_half_a_point_goes_to_the_even_side():
    none = Fraction(0)

    assert [percentage_points(before=none, after=Fraction(each, 200), decimals=0) for each in (1, 3, -1)] == [0, 2, 0]


# -- one metric ------------------------------------------------------------------------------------------------


def test_a_page_says_its_figure_its_bounds_and_its_target():
    make_dashboard()
    page = the_page("P01")

    assert str(page.sentence) == (
        "28.3% in 2025 to 2026, up 5.5 percentage points on the year before, better. Target: at least 25%."
    )
    assert str(page.bounds) == "What is not known could make it as little as 28.3% or as much as 28.3%."
    assert [(aim.said, aim.replaced_on) for _, aim in page.aims] == [
        ("at least 25%", None),
        ("at least 20%", EARLIER.date()),
    ]


def test_a_target_that_was_set_late_says_so(client):
    make_catalogue()
    make_observation("T07", 5)
    make_target("T07", 4, by=make_steward())

    assert "The target was set after its period had begun." in client.get("/metrics/T07/").text


def test_what_has_no_value_says_why():
    make_dashboard()

    assert str(the_page("G02").sentence) == "Not available for 2025 to 2026. None was verified"
    assert str(the_page("T01").sentence) == "Not yet measured for 2025 to 2026."


def test_what_was_said_before_stays_with_its_day(client):
    make_dashboard()
    [revision] = the_page("C06").revisions

    assert (revision.old.figure.said, revision.new.figure.said, revision.on) == (
        "£1,234,567",
        "£1,300,000",
        "16 November 2026",
    )
    assert "<s>£1,234,567</s>" in client.get("/metrics/C06/").text


def test_a_figure_that_was_once_kept_back_has_no_history():
    make_catalogue()
    make_observation("T02", 3, suppression="primary")
    make_observation("T02", 12)
    make_observation("T02", 14)

    assert the_page("T02").revisions == ()


def test_observing_the_same_again_is_no_revision():
    make_catalogue()
    make_observation("T07", 5, marker="p")
    make_observation("T07", 5)

    assert the_page("T07").revisions == ()


def test_a_break_is_a_line_with_a_sentence():
    make_catalogue()
    for year in (2022, 2023, 2024):
        make_share(20_000_00, **of(year))
    make_share(25_000_00, definition=new_version("P01", comparability="break"))
    [chart] = the_page("P01").charts

    assert [(mark.x, mark.is_line) for mark in chart.drawing.marks if mark.is_line] == [("75%", True)]
    assert "Line down before 2025 to 2026: what stands before it cannot be compared. The threshold fell" in [
        note.words for note in chart.notes
    ]


def test_words_on_a_time_are_on_every_chart_that_shows_it():
    make_dashboard()
    Annotation.objects.exclude(text="A threshold moved").delete()
    Annotation.objects.create(valid_from=date(2024, 5, 1), valid_to=date(2025, 5, 1), text="A flood everywhere")
    Annotation.objects.create(metric_id="G01", valid_from=date(2025, 5, 1), text="Of pledges only")
    chart = next(chart for chart in the_page("P01").charts if chart.code == "year")

    assert [(note.mark, note.words) for note in chart.notes if note.mark] == [
        ("1", "1 May 2024 to 1 May 2025: A flood everywhere"),
        ("2", "1 June 2025: A threshold moved"),
    ]
    assert [(mark.x, mark.words) for mark in chart.drawing.marks] == [("37.5%", "1"), ("62.5%", "1, 2")]


def test_neighbourhoods_stand_in_the_order_of_their_names():
    make_dashboard()
    chart = next(chart for chart in the_page("T02").charts if chart.code == "places")

    assert [line.name for line in chart.table.lines] == ["Bedwell", "Chells and Manor", "Pin Green"]
    assert [line.figures[0].said for line in chart.table.lines] == ["not shown", "not shown", "9"]


def test_elsewhere_is_labelled_as_counted_another_way(client):
    make_dashboard()
    text = client.get("/metrics/P01/").text

    assert "Counted their way, not ranked" in text
    assert "18.2% (2016/17)" in text


def test_a_missing_month_is_a_gap_and_a_negative_one_hangs_under_zero():
    make_catalogue()
    for month, pence in ((4, 500_00), (5, -200_00), (6, None), (7, 31_000_000_000_00), (8, -31_000_000_000_00), (9, 1)):
        more = {} if pence is not None else {"marker": "x", "note": "Not sent"}
        make_observation("G01", pence, span="month", starts_on=date(2025, month, 1), **more)
    [chart] = the_page("G01").charts

    assert [gap.words for gap in chart.drawing.gaps] == ["not available"]
    assert len(chart.drawing.dots) == 5
    assert chart.drawing.zero == chart.drawing.dots[0].y


# -- periods in words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "starts_on", "words", "lines"),
    [
        ("year", date(2025, 4, 1), "2025 to 2026", ("2025", "to 26")),
        ("half", date(2025, 10, 1), "October 2025 to March 2026", ("Oct–Mar", "2025")),
        ("quarter", date(2026, 1, 1), "January to March 2026", ("Jan–Mar", "2026")),
        ("quarter", date(2025, 10, 1), "October to December 2025", ("Oct–Dec", "2025")),
        ("month", date(2026, 3, 1), "March 2026", ("Mar", "2026")),
    ],
)
def test_periods_have_names_that_people_use(span, starts_on, words, lines):
    period = Period(span, starts_on)

    assert in_words(period) == words
    assert in_two_lines(period) == lines


@pytest.mark.parametrize(("asked", "year"), [("2025-26", 2025), ("2025-27", None), ("2025", None), ("", None)])
def test_a_year_is_asked_for_by_its_name(asked, year):
    assert looks.year_asked(asked) == year


# -- what it costs ------------------------------------------------------------------------------------------------


def queries_of(client, address: str) -> int:
    client.get(address)
    with connection.execute_wrapper(counting := Counting()):
        client.get(address)
    return counting.count


class Counting:
    """Counts what the database is asked."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def test_pages_ask_as_much_for_one_figure_as_for_thirty_periods_of_all(client):
    make_catalogue()
    make_share(10_000_00)
    make_share(20_000_00)
    make_share(20_000_00, span="quarter", starts_on=date(2025, 4, 1))
    make_observation("G01", 5)
    make_observation("G01", 5, span="month", starts_on=date(2025, 4, 1))
    make_observation("T01", 5, span="quarter", starts_on=date(2025, 4, 1))
    before = {address: queries_of(client, address) for address in ("/metrics/", "/metrics/P01/", "/metrics/P01.json")}
    make_many()

    assert {address: queries_of(client, address) for address in before} == before
    assert before["/metrics/"] <= 24
    assert before["/metrics/P01/"] <= 26


def make_many() -> None:
    for definition in Definition.objects.exclude(kind="ratio"):
        for year in range(2020, 2026):
            make_observation(definition.metric_id, year, **of(year))
    for quarter in range(30):
        starts_on = date(2019 + (3 + quarter * 3) // 12, (3 + quarter * 3) % 12 + 1, 1)
        make_share(20_000_00 + quarter, span="quarter", starts_on=starts_on)
        make_observation("T01", quarter, span="quarter", starts_on=starts_on)


def test_the_heaviest_pages_weigh_no_more_than_they_may_with_all_files(client):
    make_dashboard()
    make_many()
    files = sum(len(gzip.compress((settings.BASE_DIR / "static" / name).read_bytes(), 6)) for name in FILES)

    for address in ("/metrics/", "/metrics/P01/", "/metrics/T01/"):
        assert files + len(gzip.compress(client.get(address).content, 6)) < MOST_BYTES, address


def test_pages_are_read_only(client):
    make_dashboard()

    assert {client.post(address).status_code for address in ("/metrics/", "/metrics/P01/", "/metrics.csv")} == {405}


def test_a_figure_is_of_the_day_in_the_united_kingdom(client, monkeypatch):
    # Half past eleven in the evening of 31 March, in universal time, is 1 April here: a new year has begun.
    monkeypatch.undo()
    make_catalogue()
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 3, 31, 23, 30, tzinfo=UTC))

    assert "Nothing is measured yet of 2026 to 2027." in client.get("/metrics/").text
