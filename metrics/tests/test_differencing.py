"""An attack on what is kept back: everything that the portal publishes of a metric, in two releases, taken together."""

import csv
from datetime import date

import pytest

from charter.tests.make import make_neighbourhood
from metrics.actions.computing import Key, digest_of
from metrics.actions.observing import Evidence, enter
from metrics.figures import Input
from metrics.measures.lines import lines
from metrics.measures.suppression import Cell, Release
from metrics.models import Definition, Observation, Period
from metrics.tests.make import MONDAY, make_catalogue, make_steward
from metrics.tests.test_suppression import told

pytestmark = pytest.mark.django_db
QUARTERS = [Period("quarter", date(2025, 4, 1)), Period("quarter", date(2025, 7, 1))]
PLACES = ["bedwell", "chells", "manor"]
# What owners enter, one after the other: the borough, and its places.
ENTERED = [
    (QUARTERS[0], [60, 3, 40, 17]),
    (QUARTERS[1], [50, 12, 20, 18]),
    (QUARTERS[0], [80, 23, 40, 17]),  # a late return, which makes the small one large
    (QUARTERS[1], [41, 3, 20, 18]),  # and one that was counted twice
]


def put(steward, period, counts):
    figures = [
        Input(numerator=count, neighbourhood=place) for place, count in zip([None, *PLACES], counts, strict=True)
    ]
    evidence = Evidence(words="A return", commentary="A return was late")
    enter(metric="T01", period=period, figures=figures, evidence=evidence, by=steward, at=MONDAY)


def published(client):
    """Return every figure that CSV and JSON have, by cell; and all that the pages say."""
    answers = [client.get(f"/metrics/T01.csv?neighbourhood={place}") for place in ("", *PLACES)]
    rows = [row for answer in answers for row in csv.DictReader(answer.getvalue().decode().splitlines())]
    as_json = [
        row
        for place in ("", *PLACES)
        for row in client.get(f"/metrics/T01.json?neighbourhood={place}").json()["figures"]
    ]
    assert [str(row["numerator"] or "") for row in as_json] == [row["numerator"] for row in rows]
    pages = [
        client.get(f"/metrics/T01/?neighbourhood={place}&year=2025-26").content.decode() for place in ("", *PLACES)
    ]
    return rows, pages


def truth():
    rows = Observation.objects.filter(definition__metric="T01").newest()
    return {Cell(row.period, row.neighbourhood_id or "", "", ""): (row.numerator, None) for row in rows}


def release(client):
    rows, pages = published(client)
    values = truth()
    codes = {cell.period.code: cell.period for cell in values}
    shown = {
        Cell(codes[row["period"]], row["neighbourhood"], "", ""): (int(row["numerator"]), None)
        for row in rows
        if row["numerator"]
    }
    assert shown.items() <= values.items()
    return (
        Release(values, lines(values, over_places=True, over_time=True), frozenset(values.keys() - shown)),
        rows,
        pages,
    )


def test_two_releases_and_more_give_nothing_away(client):
    make_catalogue()
    for place in PLACES:
        make_neighbourhood(place, name=place.title())
    steward = make_steward()
    meant = Definition.objects.get(metric="T01")
    releases = []
    for period, counts in ENTERED:
        put(steward, period, counts)
        found, rows, pages = release(client)
        releases.append(found)

        small = {cell for cell, (count, _) in found.values.items() if 0 < count < 5}
        assert small <= found.kept_back
        assert told(releases) == set()
        for cell in found.kept_back:
            assert "not shown" in pages[["", *PLACES].index(cell.neighbourhood)]
        # A digest of so few numbers could be tried out.
        digests = {row["inputs_digest"] for row in rows}
        for cell in found.kept_back:
            key = Key("T01", cell.period, cell.neighbourhood or None, "", "")
            tried = {digest_of(meant, key, Input(numerator=number)) for number in range(100)}
            assert not tried & digests
    assert all(each.kept_back for each in releases)
