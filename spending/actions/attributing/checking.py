"""Whether what is derived is what it must be: the view against the attributed payments, those against each rollup."""

from django.db import connection

from spending.actions.attributing import naming, rollups
from spending.actions.attributing.replacing import COLUMNS, KNOWN
from spending.models import SourceFile

WHOLE = [column for column in COLUMNS if column != "attribution_id"]
# Rows of the view that are attributed otherwise or not at all, and attributed rows that the view has not.
DIFFERING = f"""
    SELECT count(*) FROM (SELECT {", ".join([*WHOLE, *KNOWN])} FROM spending_live WHERE file_id = %(file)s) live
    FULL JOIN (
        SELECT {", ".join(f"t.{column}" for column in WHOLE)}, {", ".join(f"a.{column}" for column in KNOWN)}
        FROM spending_attributedpayment t JOIN spending_attribution a ON a.id = t.attribution_id
        WHERE t.file_id = %(file)s
    ) kept USING (payment_id)
    WHERE {" OR ".join(f"live.{column} IS DISTINCT FROM kept.{column}" for column in [*WHOLE[1:], *KNOWN])}
"""
# A payment whose payee was never made is in neither: the import note knows how many there are.
LOST = """
    SELECT n.rows_imported, n.sum_pence, count(t.payment_id), coalesce(sum(t.amount_pence), 0)
    FROM spending_sourcefile f JOIN spending_importnote n ON n.file_id = f.id
    LEFT JOIN spending_attributedpayment t ON t.file_id = f.id
    WHERE f.id = %(file)s AND f.undone_at IS NULL AND n.accepted_at IS NOT NULL
    GROUP BY n.id
"""


def differences() -> list[str]:
    """Say where something derived is not what it must be, one sentence each. Nothing: all is equal, to the penny.

    Each sentence comes from one statement, which sees one moment: it may be asked while others decide. Costs a look at
    every payment.
    """
    return [
        *(sentence for file in SourceFile.objects.order_by("pk") for sentence in of_file(file)),
        *of_scopes(),
        *of_rollups(),
    ]


def of_file(file: SourceFile) -> list[str]:
    sentences = []
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING, {"file": file.pk})
        (count,) = cursor.fetchone()
        if count:
            sentences.append(f"{file} (file {file.pk}): {count} payments are not attributed as they must be.")
        cursor.execute(LOST, {"file": file.pk})
        for rows, pence, kept_rows, kept_pence in cursor.fetchall():
            if (rows, pence) != (kept_rows, kept_pence):
                sentences.append(
                    f"{file} (file {file.pk}): the import note has {rows} payments of {pence} pence,"
                    f" attributed are {kept_rows} of {kept_pence} pence."
                )
    return sentences


def of_scopes() -> list[str]:
    counts = {looked_at: naming.wrongly_scoped(looked_at) for looked_at in naming.RULED}
    return [f"Scopes: {count} of kind {name} are not what the rules say." for name, count in counts.items() if count]


def of_rollups() -> list[str]:
    counts = {rollup.name: rollups.differing(rollup) for rollup in rollups.ROLLUPS}
    return [f"Rollups: {count} {name} are not what they must be." for name, count in counts.items() if count]
