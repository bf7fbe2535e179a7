"""What is unusual about a file beside the last ones of its body. It warns; officers decide."""

from collections.abc import Callable, Sequence
from statistics import median_low

from spending.actions.reading.lines import Counts
from spending.models import Body, ImportNote
from stevenage_cwb.common.money import pounds

LAST_FILES = 12
# Of fewer files nobody can say what is usual.
FEWEST_FILES = 3
# Beyond so many times the usual spread, a figure is unusual.
SPREADS = 3
WHOLE = 1000


def unusual(*, body: Body, counts: Counts) -> list[str]:
    """Return a sentence for each figure unlike those of its body's last twelve files. Costs one query."""
    former = list(ImportNote.objects.filter(file__body=body, file__undone_at=None).order_by("-pk")[:LAST_FILES])
    redacted = per_thousand(counts.redacted, counts.imported)
    figures: list[tuple[Callable[[int], str], int, list[int]]] = [
        ("{:,} payments".format, counts.imported, [note.rows_imported for note in former]),
        (pounds, counts.sum_pence, [note.sum_pence for note in former]),
        (
            "{} redacted payees in a thousand".format,
            redacted,
            [per_thousand(note.redacted_rows, note.rows_imported) for note in former],
        ),
    ]
    return [
        f"It has {said(new)}; the last {len(old)} files had {said(min(old))} to {said(max(old))}."
        for said, new, old in figures
        if is_unusual(new, old)
    ]


def is_unusual(new: int, former: Sequence[int]) -> bool:
    """Tell whether a figure is further from the median than three times the median distance from it."""
    if len(former) < FEWEST_FILES:
        return False
    usual = median_low(former)
    spread = median_low([abs(figure - usual) for figure in former])
    return abs(new - usual) > SPREADS * spread


def per_thousand(part: int, whole: int) -> int:
    return WHOLE * part // whole if whole else 0
