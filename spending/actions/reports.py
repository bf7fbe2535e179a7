"""How an import went: what the command prints and the desk shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self

from spending.actions.reading.lines import Reading, Reason
from spending.models import SourceFile

DUPLICATE = "duplicate"


class SecondVersion(StrEnum):
    """What to do with a file that another version of is counted already."""

    REPLACE = "replace"
    ADD = "add"


@dataclass(frozen=True, kw_only=True)
class Report:
    """The figures of one import. Those of a file that waits for a person say what it would come to."""

    outcome: str
    reasons: Sequence[Reason] = ()
    rows_imported: int = 0
    sum_pence: int = 0
    date_min: date | None = None
    date_max: date | None = None
    negative_rows: int = 0
    redacted_rows: int = 0
    ignored: dict[str, int] = field(default_factory=dict)
    quarantined: dict[str, int] = field(default_factory=dict)
    encoding: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    # For pages that show more than the figures. The file is that which is stored; of a duplicate, that which was.
    file: SourceFile | None = None
    reading: Reading | None = None

    @classmethod
    def of(
        cls,
        reading: Reading,
        *,
        outcome: str | None = None,
        reasons: Sequence[Reason] | None = None,
        file: SourceFile | None = None,
    ) -> Self:
        """Return the report of a reading whose lines have been counted. Its own outcome and reasons by default."""
        counts = reading.counts
        layout = reading.layout or (reading.proposal and reading.proposal.layout)
        return cls(
            outcome=outcome or reading.outcome,
            reasons=reading.reasons if reasons is None else reasons,
            rows_imported=counts.imported,
            sum_pence=counts.sum_pence,
            date_min=counts.date_min,
            date_max=counts.date_max,
            negative_rows=counts.negative,
            redacted_rows=counts.redacted,
            ignored=dict(counts.ignored),
            quarantined=dict(counts.quarantined),
            encoding=reading.encoding,
            columns=layout.titles if layout else {},
            file=file,
            reading=reading,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "rows_imported": self.rows_imported,
            "sum_pence": self.sum_pence,
            "date_min": self.date_min.isoformat() if self.date_min else None,
            "date_max": self.date_max.isoformat() if self.date_max else None,
            "negative_rows": self.negative_rows,
            "redacted_rows": self.redacted_rows,
            "ignored": self.ignored,
            "quarantined": self.quarantined,
            "encoding": self.encoding,
            "columns": self.columns,
            "reasons": [f"{reason.code}: {reason.text}" for reason in self.reasons],
        }


class Stopped(Exception):
    """Nothing may be stored. Carries the report that says why."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.outcome)
        self.report = report
