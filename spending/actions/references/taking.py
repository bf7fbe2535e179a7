"""What a reference file is taken with, and what comes of it: the words that every kind's importer shares."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from spending.actions.references.records import Counts
from spending.models import Body, ReferenceKind
from spending.pages.numbers import own_scheme

LONGEST_SOURCE = 200


@dataclass(frozen=True, kw_only=True)
class Taking:
    """A file on its way in. `touched` are the suppliers of which something else is known now."""

    kind: ReferenceKind
    path: Path
    name: str
    as_at: date
    body: Body | None = None
    counts: Counts = field(default_factory=Counts)
    columns: dict[str, str] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)

    @property
    def source(self) -> str:
        """Return what is written beside every name and site that the file gives."""
        whose = f"{self.kind.label} of {self.body}" if self.body else str(self.kind.label)
        return f"{whose}: {self.name}"[:LONGEST_SOURCE]

    @property
    def own_scheme(self) -> str:
        """Return the scheme of the numbers that the council itself gives, where the file is a council's own."""
        return own_scheme(self.body.pk) if self.body else ""
