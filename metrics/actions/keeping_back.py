"""Keeping back what is about few people: decided once, when figures are written, and never while they are read."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from metrics.measures.lines import lines
from metrics.measures.suppression import Cell, Line, Release, Value, is_small, kept_back
from metrics.models import Aggregation, Definition, Kind, Observation, Suppression, Unit

ADDED_OVER_TIME = {Kind.FLOW, Kind.RATIO}


def keep_back(observations: Iterable[Observation]) -> None:
    """Set `suppression` of observations that are about to be written together. A query for each metric about people.

    Whoever calls it holds the lock of writing: two batches that do not know of each other could tell what each hides.
    """
    about_people = [each for each in observations if each.definition.least_people and each.numerator is not None]
    by_metric: dict[str, list[Observation]] = {}
    for each in about_people:
        by_metric.setdefault(each.definition.metric_id, []).append(each)
    for code, batch in by_metric.items():
        _decide(batch, _releases(code, batch[0].definition))


def _decide(batch: Sequence[Observation], before: Sequence[Release]) -> None:
    meant = batch[0].definition
    values = (dict(before[-1].values) if before else {}) | {cell_of(each): _value(each) for each in batch}
    small = {cell_of(each) for each in batch if _is_small(each)}
    new = Release(values, _lines(values, meant))
    hidden = kept_back(new, small=small, least=meant.least_people, before=before)
    for each in batch:
        if cell_of(each) in hidden:
            each.suppression = Suppression.PRIMARY if cell_of(each) in small else Suppression.SECONDARY


def _releases(code: str, meant: Definition) -> list[Release]:
    """Return how a metric stood after each batch, oldest first."""
    rows = Observation.objects.filter(definition__metric=code).order_by("pk")
    values: dict[Cell, Value] = {}
    hidden: set[Cell] = set()
    releases = []
    for _, batch in groupby(rows, key=lambda row: row.batch_id):
        for row in batch:
            cell = cell_of(row)
            values.pop(cell, None)
            hidden.discard(cell)
            if row.numerator is not None:
                values[cell] = _value(row)
                hidden |= {cell} if row.suppression else set()
        releases.append(Release(dict(values), _lines(values, meant), frozenset(hidden)))
    return releases


def _lines(values: dict[Cell, Value], meant: Definition) -> tuple[Line, ...]:
    over_places = meant.aggregation != Aggregation.NOT_ADDITIVE
    return lines(values, over_places=over_places, over_time=meant.kind in ADDED_OVER_TIME)


def _value(row: Observation) -> Value:
    return row.numerator or 0, row.denominator


def cell_of(row: Observation) -> Cell:
    return Cell(row.period, row.neighbourhood_id or "", row.dimension, row.category)


def _is_small(row: Observation) -> bool:
    """Return whether a figure is small: of a share its whole, the part that has it, and the part that has it not."""
    numerator, denominator = _value(row)
    if row.people is not None:
        counts = [row.people]
    elif row.definition.unit != Unit.PEOPLE:
        counts = []
    else:
        counts = [numerator] if denominator is None else [numerator, denominator - numerator]
    return is_small(least=row.definition.least_people, counts=counts, is_share=denominator is not None)
