"""What the database refuses, whoever writes."""

from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from metrics.actions.catalogue import load_catalogue
from metrics.models import Batch, Definition, Observation
from metrics.tests.test_catalogue import _foundations  # noqa: F401

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def batch():
    load_catalogue()
    return Batch.objects.create(made_at=NOW)


def observed(batch, code="G01", **more):
    said = {"span": "year", "starts_on": date(2025, 4, 1), "numerator": 5, "grade": "A", "inputs_digest": "d"} | more
    definition = said.pop("definition", None) or Definition.objects.get(metric=code)
    return Observation.objects.create(batch=batch, definition=definition, **said)


@contextmanager
def refused(rule):
    with pytest.raises(IntegrityError) as refusal:
        yield
    assert rule in refusal.value.__cause__.diag.constraint_name


def second_version(code, *, first_year, **changes):
    row = Definition.objects.filter(metric=code).values().get()
    del row["id"]
    said = {"version": 2, "first_year": first_year, "comparability": "break", "changed": "A threshold"}
    return Definition.objects.create(**row | said | changes)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"numerator": None}, "has_a_value_or_says_why_not"),
        ({"numerator": None, "marker": "x"}, "has_a_value_or_says_why_not"),
        ({"marker": "x", "note": "Nobody counted"}, "has_a_value_or_says_why_not"),
        ({"denominator": 7}, "parts_of_its_kind"),
        ({"code": "P01"}, "parts_of_its_kind"),
        ({"code": "P01", "denominator": 0}, "nothing_is_divided_by_zero"),
        ({"lower": 1}, "bounds_come_together"),
        ({"lower": 2, "upper": 1}, "bounds_come_together"),
        ({"category": "resident"}, "category_is_of_a_dimension"),
        ({"dimension": "kind"}, "category_is_of_a_dimension"),
        ({"starts_on": date(2025, 4, 2)}, "begins_where_its_span_does"),
        ({"starts_on": date(2025, 1, 1)}, "begins_where_its_span_does"),
        ({"span": "quarter", "starts_on": date(2025, 5, 1)}, "begins_where_its_span_does"),
        ({"span": "half", "starts_on": date(2025, 7, 1)}, "begins_where_its_span_does"),
        ({"starts_on": date(2017, 4, 1)}, "definition_that_holds"),
        ({"marker": "?"}, "marker_is_known"),
        ({"inputs_digest": ""}, "inputs_digest_is_filled"),
    ],
)
def test_a_figure_that_is_none_is_refused(batch, said, rule):
    with refused(rule):
        observed(batch, **said)


@pytest.mark.parametrize(
    "said",
    [
        {"numerator": 0},
        {"numerator": -3},
        {"numerator": None, "marker": "z", "note": "There is no timebank"},
        {"code": "P01", "denominator": 9, "lower": 1, "upper": 12, "bounds_of": 12},
        {"span": "month", "starts_on": date(2026, 1, 1)},
        {"span": "quarter", "starts_on": date(2026, 1, 1)},
    ],
)
def test_a_figure_that_says_what_it_is_is_kept(batch, said):
    assert observed(batch, **said).pk


def test_a_batch_says_a_figure_once(batch):
    observed(batch)
    with refused("says_a_figure_once"):
        observed(batch, numerator=6)


@pytest.mark.parametrize(
    "statement", ["UPDATE metrics_observation SET numerator = 6", "DELETE FROM metrics_observation"]
)
def test_what_was_observed_stays(batch, statement):
    observed(batch)
    with refused("observation_is_kept_as_written"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_definition_can_be_mended_until_a_figure_rests_on_it(batch):
    Definition.objects.filter(metric="G01").update(limits="Mended")
    observed(batch)
    for statement in ("UPDATE metrics_definition SET limits = 'Changed'", "DELETE FROM metrics_definition"):
        with refused("kept_once_used"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_figure_is_of_the_version_that_holds_in_its_year(batch):
    old, new = Definition.objects.get(metric="G01"), second_version("G01", first_year=2026)

    assert observed(batch, definition=old).pk
    assert observed(batch, definition=new, starts_on=date(2026, 4, 1)).pk
    for wrong in ({"definition": new}, {"definition": old, "starts_on": date(2026, 4, 1)}):
        with refused("definition_that_holds"), transaction.atomic():
            observed(Batch.objects.create(made_at=NOW), **wrong)


@pytest.mark.parametrize(
    ("code", "changes", "rule"),
    [
        ("P01", {"denominator": ""}, "ratio_has_both_parts"),
        ("G01", {"denominator": "All"}, "ratio_has_both_parts"),
        ("P01", {"aggregation": "sum"}, "ratio_of_sums"),
        ("P01", {"cumulation": "sum"}, "never_summed"),
        ("G04", {"cumulation": "sum"}, "never_summed"),
        ("G04", {"aggregation": "sum"}, "index_is_not_added_up"),
        ("G01", {"shown": "percent"}, "only_ratios_are_percentages"),
        ("G01", {"changed": ""}, "later_versions_say_what_changed"),
        ("G01", {"would_change": ""}, "would_change_is_filled"),
    ],
)
def test_a_definition_that_contradicts_itself_is_refused(batch, code, changes, rule):
    with refused(rule):
        second_version(code, first_year=2026, **changes)


def test_nobody_reviews_their_own_metric(batch):
    with refused("nobody_reviews_their_own"), connection.cursor() as cursor:
        cursor.execute("UPDATE metrics_metric SET reviewer = owner WHERE code = 'P01'")
