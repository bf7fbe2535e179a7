"""What a feed says of one figure, before it is observed."""

from dataclasses import dataclass, field

from metrics.models import Grade, Marker


@dataclass(frozen=True, kw_only=True)
class Input:
    """What one figure is made of, in the smallest parts of its metric's unit. note: why there is no value.

    rows, whole_rows: addresses of what the numerator and the denominator are the sums of. inputs: all that went in,
    for the digest; where a feed gives none, the numbers themselves. is_open: more may come in for the period.
    """

    numerator: int | None = None
    denominator: int | None = None
    lower: int | None = None
    upper: int | None = None
    bounds_of: int | None = None
    base: int | None = None
    people: int | None = None
    marker: str = ""
    note: str = ""
    grade: str = Grade.RECORDS
    rows: str = ""
    whole_rows: str = ""
    neighbourhood: str | None = None
    dimension: str = ""
    category: str = ""
    is_open: bool = False
    inputs: tuple[object, ...] = field(default=(), repr=False)


def not_available(note: str, **more: str | None) -> Input:
    return Input(marker=Marker.NOT_AVAILABLE, note=note, **more)  # type: ignore[arg-type]
