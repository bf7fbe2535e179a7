"""Every computed figure of the dashboard equals the sum of the rows that it opens to, over all of a demonstration."""

import json
from decimal import Decimal
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

# Pages of several figures, not lists of rows: the ten largest suppliers, a survey that keeps its answers private, what
# was found of figures, and which balance sheets are out.
PAGES = {"/spending/", "/findings/", "/balance-sheet/"}
LISTS = {"/pledges/": "/pledges.json", "/spending/payments/": "/spending/payments.json"}


def read(portal, address):
    # Addresses in data begin with the portal's own public one.
    parts = urlsplit(address)
    path = LISTS.get(parts.path) or parts.path.removesuffix("/") + ".json"
    with urlopen(f"{portal.address}{path}?{parts.query}") as answer:  # noqa: S310
        return json.load(answer, parse_float=Decimal)


def amount(rows):
    """Return what a list of rows adds up to: its sum where it has one, else how many there are."""
    return Decimal(str(rows["sum"])) if "sum" in rows else Decimal(rows["published"])


@pytest.fixture(scope="module")
def figures(portal):
    portal.manage("pull_sources")
    portal.manage("compute_metrics")
    with urlopen(f"{portal.address}/metrics.json") as answer:  # noqa: S310
        said = json.load(answer, parse_float=Decimal)
    return next(value for value in said.values() if isinstance(value, list) and value and "metric" in value[0])


def test_every_figure_equals_the_sum_of_the_rows_it_opens_to(portal, figures):
    wrong, opened = [], 0
    for figure in figures:
        for part, rows in (("numerator", "rows"), ("denominator", "whole_rows")):
            if figure[part] is None or not figure[rows] or urlsplit(figure[rows]).path in PAGES:
                continue
            opened += 1
            found = amount(read(portal, figure[rows]))
            if found != Decimal(str(figure[part])):
                wrong.append((figure["metric"], figure["period"], figure["neighbourhood"], figure[part], found))

    assert wrong == []
    assert opened > 100
