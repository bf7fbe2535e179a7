"""The overview: how we are doing, foundation by foundation, a card to each metric that has a figure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from metrics.measures import Standing
from metrics.models import Batch, Definition, Metric, Period, Span, Status
from metrics.pages.dashboard.changes import Change, change, piece
from metrics.pages.dashboard.look import CHARTER, Look, Looked, Switch, Unknown, looked_at
from metrics.pages.dashboard.standing import standing
from metrics.pages.naming import in_full, in_words
from metrics.pages.observed import Point, newest
from metrics.pages.targets import Aim, in_force, targets
from spending.pages.share.sentences import Piece, Sentence
from stevenage_cwb.common.charts import Sparkline, sparkline
from stevenage_cwb.common.charts.sparkline import MOST
from stevenage_cwb.common.figures import Figure, Unit
from stevenage_cwb.common.years import day_of, year_of


@dataclass(frozen=True)
class Card:
    """A metric in the year that is looked at. point: nothing where it was not measured."""

    code: str
    name: str
    address: str
    owner: str
    point: Point | None
    change: Change | None
    standing: Standing
    aim: Aim | None
    shape: Sparkline | None

    @property
    def is_measured(self) -> bool:
        return self.point is not None


@dataclass(frozen=True)
class Group:
    """The metrics of one foundation: those with a figure, or a reason why there is none, and those without either."""

    code: str
    name: str
    measured: tuple[Card, ...]
    unmeasured: tuple[Card, ...]


@dataclass(frozen=True)
class Overview:
    """counts: the numbers of the sentence on top. computed_on: in words, when figures were last looked at."""

    looked: Looked
    year: str
    computed_on: str
    sentence: Sentence
    groups: tuple[Group, ...]
    changes: tuple[tuple[Card, Change], ...]
    switches: tuple[Switch, ...]
    unknown: tuple[Unknown, ...]


def overview(look: Look, *, on: date) -> Overview:
    """Return the overview. on: today. As many queries for one figure as for all."""
    looked = looked_at(look, this_year=year_of(on))
    year = looked.year_starting
    groups = () if looked.unknown else tuple(_groups(looked, _cards(looked, on=on)))
    cards = [card for group in groups for card in (*group.measured, *group.unmeasured)]
    last = Batch.objects.order_by("-made_at").values_list("made_at", flat=True).first()
    return Overview(
        looked=looked,
        year=in_words(Period.year(year)),
        computed_on=in_full(day_of(last)) if last else "",
        sentence=_sentence(cards, year=in_words(Period.year(year))),
        groups=groups,
        changes=tuple((card, card.change) for card in cards if card.change and card.change.figure.value),
        switches=looked.switches(with_foundations=True),
        unknown=looked.unknown,
    )


def progress(*, on: date) -> str:
    """Return the overview's sentence in plain words; nothing while no metric has a figure."""
    page = overview(Look(), on=on)
    return str(page.sentence) if any(group.measured for group in page.groups) else ""


def _cards(looked: Looked, *, on: date) -> Iterator[tuple[str, Card]]:
    """Yield the cards in the order of the catalogue, each with the code of its foundation."""
    period, place = Period.year(looked.year_starting), looked.look.neighbourhood
    meanings = {each.metric_id: each for each in Definition.objects.of_year(period.year_starting)}
    years = _by_metric(newest(neighbourhood=place or None, since=Period.year(period.year_starting - MOST).starts_on))
    shapes = _shapes(meanings, years, period, place)
    aims = in_force(targets())
    for metric in Metric.objects.exclude(status=Status.RETIRED):
        if meant := meanings.get(metric.code):
            points = {point.period: point for point in years.get(metric.code, [])}
            point, aim = points.get(period), aims.get((metric.code, period, place))
            yield (
                metric.foundation_id or CHARTER,
                Card(
                    code=metric.code,
                    name=meant.name,
                    address=reverse("metrics:metric", args=[metric.code]) + looked.look.query(foundation=""),
                    owner=metric.owner,
                    point=point,
                    change=change(points.get(period.before), point, meant) if point else None,
                    standing=standing(point, aim, meant, on=on),
                    aim=aim,
                    shape=shapes.get(metric.code),
                ),
            )


def _shapes(
    meanings: Mapping[str, Definition], years: Mapping[str, list[Point]], until: Period, place: str
) -> dict[str, Sparkline | None]:
    """Return the shape of each metric's last eight periods, up to the end of a year. A query for each other span."""
    spans = defaultdict(list)
    for code in years:
        if code in meanings:
            spans[meanings[code].span].append(code)
    found = {code: years[code] for code in spans.pop(Span.YEAR, [])}
    for span, codes in spans.items():
        since = until.starts_on if span == Span.MONTH else Period.year(until.year_starting - 3).starts_on
        found |= _by_metric(newest(codes=codes, span=span, neighbourhood=place or None, since=since))
    return {
        code: _shape([each for each in points if each.period.starts_on < until.ends_before])
        for code, points in found.items()
    }


def _shape(points: Sequence[Point]) -> Sparkline | None:
    return sparkline([each.figure for each in points], is_provisional=bool(points) and points[-1].is_provisional)


def _by_metric(points: Iterable[Point]) -> dict[str, list[Point]]:
    found: dict[str, list[Point]] = {}
    for each in points:
        found.setdefault(each.code, []).append(each)
    return found


def _groups(looked: Looked, cards: Iterable[tuple[str, Card]]) -> Iterator[Group]:
    by_group: dict[str, list[Card]] = {}
    for code, card in cards:
        by_group.setdefault(code, []).append(card)
    for code, name in looked.groups:
        own = by_group.get(code, [])
        if own and looked.look.foundation in {"", code}:
            measured = tuple(card for card in own if card.is_measured)
            yield Group(code, name, measured, tuple(card for card in own if not card.is_measured))


def _sentence(cards: Sequence[Card], *, year: str) -> Sentence:
    """Return how many of the metrics have a figure, and how those with a target stand to it."""
    there = [card for card in cards if card.point and card.point.figure.value is not None]
    if not there:
        return Sentence((Piece(f"Nothing is measured yet of {year}."),))
    aimed = [card for card in there if card.aim]
    good = [card for card in aimed if card.standing in {Standing.MET, Standing.ON_TRACK}]
    pieces = [piece(_count(there)), Piece(" of "), piece(_count(cards)), Piece(f" measures have a figure for {year}")]
    provisional = [card for card in there if card.point and card.point.is_provisional]
    if provisional:
        pieces += [Piece(", "), piece(_count(provisional)), Piece(" of them provisional")]
    pieces.append(Piece(". "))
    if aimed:
        pieces += [
            piece(_count(good)),
            Piece(" of "),
            piece(_count(aimed)),
            Piece(" with a target met it or are on track."),
        ]
    else:
        pieces.append(Piece("No target is set yet."))
    return Sentence(tuple(pieces))


def _count(cards: Sequence[Card]) -> Figure:
    return Figure(len(cards), Unit.COUNT)
