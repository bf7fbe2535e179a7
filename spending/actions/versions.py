"""Whether a file is a second version of one whose payments are counted already."""

from dataclasses import dataclass

from django.db import connection

from spending.actions.reading.lines import Counts, Reason
from spending.models import SourceFile

# Two files that share half of the payments of either are two versions of one.
MOST_OF = 2

SHARED = """
    SELECT count(DISTINCT n.record_no) FROM spending_payment n JOIN spending_payment o
        ON o.file_id = %s AND o.pay_date = n.pay_date AND o.amount_pence = n.amount_pence
        AND o.payee_raw = n.payee_raw AND o.ref = n.ref
    WHERE n.file_id = %s
"""


@dataclass(frozen=True)
class FormerVersion:
    """A file that is counted and holds much of what another one does."""

    file: SourceFile
    shared: int

    def reason(self, counts: Counts) -> Reason:
        """Return the question that only a person can answer."""
        return Reason(
            "second_version",
            f"It shares {self.shared:,} of its {counts.imported:,} payments with “{self.file}”, imported on"
            f" {self.file.imported_at:%-d %B %Y}. Say whether it replaces that file or is added to it.",
        )


def former_versions(new: SourceFile, counts: Counts) -> list[FormerVersion]:
    """Return the counted files of overlapping dates that have the new one's name, or much of its payments."""
    if counts.date_min is None:
        return []
    overlapping = new.body.files.counted().filter(
        note__date_min__lte=counts.date_max, note__date_max__gte=counts.date_min
    )
    found = []
    for file in overlapping.select_related("note").order_by("pk"):
        shared = shared_payments(file.pk, new.pk)
        fewer = min(counts.imported, file.note.rows_imported)
        if shared * MOST_OF >= fewer or file.name == new.name:
            found.append(FormerVersion(file=file, shared=shared))
    return found


def shared_payments(former: int, new: int) -> int:
    """Count the payments of the new file that the former has too."""
    with connection.cursor() as cursor:
        # The new rows are not in the statistics yet: a nested loop over a million of them would not end.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(SHARED, [former, new])
        (shared,) = cursor.fetchone()
        cursor.execute("SET LOCAL enable_nestloop = on")
    return int(shared)
