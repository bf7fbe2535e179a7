"""The last look at each source: when, what became of it, and what was left out for which reason."""

from dataclasses import dataclass

from balancesheet.models import Pull

NAMES = {"payment": "Payments of the council", "grant": "Grants", "pledge": "What pledges delivered"}
# Why a record moves no figure, by what `sources.taking` calls it.
WHY = {
    "no_account": "It counts nothing that has an account",
    "nothing": "It comes to nothing",
    "too_large": "It comes to more than an entry can say",
    "no_date": "It has no date",
    "no_year": "Its year is not on record in its ledger",
    "no_open_year": "Its year is closed, and there is no open year for today to correct it in",
}


@dataclass(frozen=True)
class Reason:
    why: str
    count: int


@dataclass(frozen=True)
class LastPull:
    """pull: nothing where nobody has looked at the source yet."""

    name: str
    pull: Pull | None
    left_out: tuple[Reason, ...]


def last_pulls() -> list[LastPull]:
    """Return the last look at each source. One query."""
    last = Pull.objects.order_by("source", "-pk").distinct("source").select_related("pulled_by")
    found = {pull.source: pull for pull in last}
    return [LastPull(name, pull := found.get(source), reasons(pull) if pull else ()) for source, name in NAMES.items()]


def reasons(pull: Pull) -> tuple[Reason, ...]:
    """Return why records of a source were left out, the most frequent first."""
    counted = sorted(pull.left_out.items(), key=lambda item: -item[1])
    return tuple(Reason(WHY[reason], count) for reason, count in counted)
