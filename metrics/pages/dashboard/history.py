"""What a figure was said to be before: its revisions, old and new, and when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Window
from django.db.models.functions import Lag

from metrics.models import Observation
from metrics.pages.naming import in_full, in_words
from metrics.pages.observed import Point, point
from stevenage_cwb.common.years import day_of

MOST = 10


@dataclass(frozen=True)
class Revision:
    period: str
    old: Point
    new: Point
    on: str


def revisions(code: str, *, neighbourhood: str) -> list[Revision]:
    """Return the newest changes of a metric's whole figures, the newest first. Three queries.

    A period of which any figure was ever kept back has none: from an old figure the new one could be guessed.
    """
    own = Observation.objects.filter(definition__metric=code, neighbourhood=neighbourhood or None, dimension="")
    kept_back = set(own.exclude(suppression="").values_list("span", "starts_on").distinct())
    of_one = [F("span"), F("starts_on")]
    changed = own.annotate(before=Window(Lag("pk"), partition_by=of_one, order_by="pk")).filter(before__isnull=False)
    # Twice as many: a figure can be observed anew and be the same.
    pairs = list(changed.order_by("-pk").values_list("before", "pk")[: MOST * 2])
    rows = own.select_related("definition", "batch").in_bulk([number for pair in pairs for number in pair])
    found = (_revision(rows[old], rows[new]) for old, new in pairs if _when(rows[new]) not in kept_back)
    return [each for each in found if each.old.figure.said != each.new.figure.said][:MOST]


def _when(row: Observation) -> tuple[str, date]:
    return row.span, row.starts_on


def _revision(old: Observation, new: Observation) -> Revision:
    return Revision(in_words(new.period), point(old), point(new), in_full(day_of(new.batch.made_at)))
