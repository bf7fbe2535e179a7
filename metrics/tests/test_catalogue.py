"""The shipped catalogue loads, and says of each metric all that a reader may ask."""

import json

import pytest

from charter.models import Foundation
from metrics.actions.catalogue import SHIPPED, load_catalogue
from metrics.figures import FEEDS
from metrics.models import Collection, Definition, Kind, Metric, Status

ROWS = json.loads(SHIPPED.read_text(encoding="utf-8"))["metrics"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _foundations():
    for code in ("procurement", "training", "cooperative", "climate"):
        Foundation.objects.get_or_create(code=code, defaults={"name": code, "order": 1})


def test_every_metric_is_loaded_as_proposed_with_one_definition():
    assert load_catalogue()["metrics"] == len(ROWS)

    assert Metric.objects.filter(status=Status.PROPOSED).count() == Definition.objects.count() == len(ROWS)


def test_loading_again_changes_nothing():
    load_catalogue()
    Metric.objects.filter(pk="P01").update(owner="Somebody else")

    assert not any(load_catalogue().values())
    assert Metric.objects.get(pk="P01").owner == "Somebody else"


def test_what_is_called_computed_is_computed_and_nothing_else_is():
    computed = {row["code"] for row in ROWS if row["collection"] == Collection.COMPUTED}

    assert computed == set(FEEDS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_a_question_is_a_question_and_every_word_is_there(row):
    assert row["question"].endswith("?")
    assert all(row[name] for name in ("definition", "why", "would_change", "numerator", "source", "limits", "owner"))
    assert bool(row["denominator"]) == (row["kind"] == Kind.RATIO)
