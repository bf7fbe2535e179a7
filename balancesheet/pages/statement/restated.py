"""What a statement restates, and what restates it: corrections of closed years, beside what was published."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from balancesheet.models import Entry
from stevenage_cwb.common.years import year_name

# So many are named; how many there are is always said.
MOST_NAMED = 10


@dataclass(frozen=True)
class Restatement:
    """An entry of one year that corrects another. year: the one that it corrects."""

    year: str
    words: str
    why: str
    address: str


@dataclass(frozen=True)
class Restated:
    """corrections: the newest, of `count`. corrected_in: later years with entries that correct this one."""

    corrections: tuple[Restatement, ...]
    count: int
    corrected_in: tuple[int, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.corrections)


def restated(ledgers: Collection[str], *, year: int) -> Restated:
    """Return what entries of a year restate, and in which years it is restated itself. Three queries."""
    entries = Entry.objects.filter(ledger__in=ledgers, restates__isnull=False)
    of_year = entries.filter(year_starting=year)
    newest = of_year.order_by("-dated", "-pk").values_list("pk", "restates", "words", "why")[:MOST_NAMED]
    later = entries.filter(restates=year).order_by("year_starting").values_list("year_starting", flat=True).distinct()
    found = tuple(
        Restatement(year_name(restates or 0), words, why, reverse("balancesheet:entry", args=[number]))
        for number, restates, words, why in newest
    )
    count = of_year.count() if len(found) == MOST_NAMED else len(found)
    return Restated(corrections=found, count=count, corrected_in=tuple(later))
