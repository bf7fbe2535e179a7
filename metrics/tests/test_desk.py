"""Stewards see what is owed, enter figures, set targets and answer checks; nobody else may."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charter.tests.make import make_neighbourhood
from metrics.actions.checking import run_checks
from metrics.models import Annotation, Baseline, Batch, Check, CheckResult, Observation, Period, Review, Target
from metrics.pages.desk import owed, periods_of
from metrics.pages.observed import newest
from metrics.tests.make import MONDAY, make_catalogue, make_observation, make_steward, make_target

pytestmark = pytest.mark.django_db
LIST = "/admin/metrics/metric/"
FIGURE = {"period": "2025-26", "numerator": "12", "grade": "A", "evidence": "The list of 2 April 2026"}
TARGET = {"period": "2026-27", "kind": "least", "value": "20", "why": "Agreed by the working group"}


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def steward(client):
    make_catalogue()
    steward = make_steward(first_name="Stella", last_name="Steward")
    client.force_login(steward)
    return steward


def one(code, *, today):
    return next(each for each in owed(today=today) if each.code == code)


@pytest.mark.parametrize(
    ("today", "is_overdue"),
    [(date(2026, 4, 30), False), (date(2026, 5, 1), True), (date(2027, 3, 31), True)],
)
def test_a_year_is_overdue_after_its_days(steward, today, is_overdue):
    row = one("T07", today=today)

    assert (row.newest, row.due_on, row.is_overdue) == ("", date(2026, 4, 30), is_overdue)


def test_what_is_in_makes_the_next_period_due(steward):
    make_observation("T01", 9, span="quarter", starts_on=date(2026, 1, 1))

    row = one("T01", today=date(2026, 4, 1))
    assert (row.newest, row.due, row.due_on) == ("January to March 2026", "April to June 2026", date(2026, 7, 30))


def test_what_the_portal_computes_is_owed_by_nobody(steward):
    row = one("P01", today=date(2027, 3, 31))

    assert (row.is_entered, row.due, row.is_overdue) == (False, "", False)


def test_periods_to_choose_begin_with_the_running_one():
    periods = periods_of("half", today=date(2026, 4, 1), years=1)

    assert periods == [Period("half", date(2026 - (n > 0), 10 - 6 * (n % 2 == 0), 1)) for n in range(3)]


def test_the_list_says_what_there_is_to_do(client, steward):
    make_observation("P03", 790, denominator=1_000)
    run_checks(at=MONDAY)

    page = client.get(LIST).content.decode()

    assert "enough-is-placed" in page
    assert "T07 Living Wage employers" in page.split("All others")[0]
    assert "P01 Spend with Stevenage suppliers" in page.split("All others")[1]


def test_a_figure_goes_in_and_a_second_officer_looks_it_through(client, steward):
    answer = client.post(f"{LIST}T07/enter/", FIGURE)
    batch = Batch.objects.get()
    page = f"/admin/metrics/batch/{batch.pk}/change/"

    assert answer["Location"] == page
    assert b"Somebody else has to look them through" in client.get(page).content
    client.post(page, {"word": "Fine"})
    assert not Review.objects.exists()

    client.force_login(make_steward("other"))
    client.post(page, {"word": "Fine"})
    assert batch.review.word == "Fine"


def test_a_breakdown_by_neighbourhood_is_read_line_by_line(client, steward):
    bedwell = make_neighbourhood(name="Bedwell")
    parts = {"parts_by": "neighbourhood", "parts": "bedwell = 3\n\n"}
    answer = client.post(f"{LIST}C01/enter/", {**FIGURE, **parts})

    assert answer.status_code == 302
    assert [point.figure.said for point in newest(codes=["C01"], neighbourhood=bedwell.pk)] == ["3"]


def test_a_share_is_entered_with_both_parts_and_so_are_its_parts(client, steward):
    make_neighbourhood(name="Bedwell")
    parts = {"parts_by": "neighbourhood", "parts": "Bedwell = 1,000 of 4,000", "denominator": "9000"}
    answer = client.post(f"{LIST}L02/enter/", {**FIGURE, **parts, "numerator": "£2,500.50"})

    assert answer.status_code == 302
    assert set(Observation.objects.values_list("numerator", "denominator")) == {(250_050, 900_000), (100_000, 400_000)}


@pytest.mark.parametrize(
    ("code", "said", "words"),
    [
        ("T07", {"numerator": "twelve"}, "must be a number"),
        ("T07", {"numerator": "12.5"}, "must be a number"),
        ("T07", {"numerator": "NaN"}, "must be a number"),
        ("T07", {"numerator": "9" * 20}, "must be a number"),
        ("T07", {"numerator": ""}, "say that there is none"),
        ("T07", {"evidence": ""}, "Enter what shows it"),
        ("T07", {"period": "2031-32"}, "Select a valid choice"),
        ("T08", {"parts": "Level 1 = 3"}, "Select what the parts are by"),
        ("T08", {"parts_by": "level", "parts": "Level 1: 3"}, "must be a name = 12"),
        ("T08", {"parts_by": "level", "parts": "Level 1 = 3 of 4"}, "must be a name = 12"),
        ("T08", {"parts_by": "level", "parts": "Level 1 = 13"}, "1 more than the total of 12"),
        ("C01", {"parts_by": "neighbourhood", "parts": "Hitchin = 3"}, "none of the neighbourhoods"),
    ],
)
def test_what_cannot_be_entered_is_said_and_nothing_is_lost(client, steward, code, said, words):
    answer = client.post(f"{LIST}{code}/enter/", {**FIGURE, **said})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Batch.objects.exists()


def test_that_there_is_no_figure_can_be_said_with_why(client, steward):
    client.post(f"{LIST}T07/enter/", {**FIGURE, "numerator": "", "marker": "x", "note": "The list was not published"})

    (point,) = newest(codes=["T07"])
    assert (point.figure.said, point.note) == ("not available", "The list was not published")


def test_a_computed_metric_is_not_entered(client, steward):
    assert client.get(f"{LIST}P01/enter/").status_code == 404


def test_a_target_is_set_with_why_and_by_whom(client, steward):
    client.post(f"{LIST}T07/target/add/", TARGET)

    target = Target.objects.get()
    assert (target.value, target.period, target.set_by, target.why) == (20, Period.year(2026), steward, TARGET["why"])
    assert "set after its period began" in client.get(f"{LIST}T07/change/").content.decode()


@pytest.mark.parametrize(
    ("code", "said", "words"),
    [
        ("T07", {"kind": "most"}, "the other way round"),
        ("P12", {}, "the other way round"),
        ("X01", {}, "for context only"),
        ("T07", {"kind": "between"}, "Enter the upper end"),
        ("T07", {"kind": "between", "and_value": "20"}, "Enter the upper end"),
        ("T07", {"why": ""}, "Enter why"),
        ("T07", {"value": "lots"}, "Enter a number like 25"),
    ],
)
def test_a_target_that_contradicts_its_metric_is_refused(client, steward, code, said, words):
    answer = client.post(f"{LIST}{code}/target/add/", {**TARGET, **said})

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not Target.objects.exists()


def test_a_baseline_may_be_that_there_is_none(client, steward):
    said = {"period": "2019-20", "basis": "none", "why": "Nobody counted"}
    assert client.post(f"{LIST}T07/baseline/add/", {**said, "basis": "measured"}).status_code == 422
    client.post(f"{LIST}T07/baseline/add/", said)

    assert Baseline.objects.get().value is None


def test_a_check_that_fails_is_answered_with_a_word(client, steward):
    make_observation("P03", 790, denominator=1_000)
    run_checks(at=MONDAY)
    page = f"/admin/metrics/checkresult/{CheckResult.objects.get(outcome='fails').pk}/change/"

    assert client.post(page, {"said": " "}).status_code == 422
    client.post(page, {"said": "Suppliers are being asked"})

    assert CheckResult.objects.first().said_by == steward
    assert b"enough-is-placed" not in client.get(LIST).content


def test_a_check_is_kept_only_if_it_can_be_read(client, steward):
    said = {
        "code": "new",
        "operator": "<=",
        "right": "P02",
        "missing": "skip",
        "severity": "word",
        "instruction": "Look",
    }
    assert b"cannot be read from" in client.post("/admin/metrics/check/add/", {**said, "left": "P01 * 2"}).content
    client.post("/admin/metrics/check/add/", {**said, "left": "P01 + 1 %"})

    assert Check.objects.get(pk="new").left == "P01 + 1 %"


def test_words_on_a_time_say_who_wrote_them(client, steward):
    client.post("/admin/metrics/annotation/add/", {"text": "A flood", "valid_from": "2025-06-01"})

    assert Annotation.objects.get(text="A flood").written_by == steward


@pytest.mark.parametrize(
    "address", ["", "T07/change/", "T07/enter/", "T07/target/add/", "T07/baseline/add/"], ids=lambda address: address
)
def test_nobody_else_may(client, steward, address):
    client.force_login(make_steward("viewer", group="Viewer"))

    assert client.get(LIST + address).status_code == 403


@pytest.mark.parametrize("address", ["ZZZ/change/", "T07/other/add/"])
def test_what_is_not_there_is_not_found(client, steward, address):
    assert client.get(LIST + address).status_code == 404


@pytest.mark.parametrize("address", [LIST, f"{LIST}T07/change/"])
def test_pages_cost_the_same_for_one_figure_and_for_eight(client, steward, address):
    make_target(by=steward)
    counts = []
    for year in range(2018, 2026):
        batch = Batch.objects.create(made_at=datetime(2025, 1, 1, tzinfo=UTC), entered_by=steward, evidence="A list")
        make_observation("T07", year, batch=batch, starts_on=date(year, 4, 1))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    # The first request also reads what the process then remembers.
    assert counts[1] == counts[-1]
