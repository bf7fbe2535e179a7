"""Where suppliers are, over time: what files say of sites becomes periods. One that moves keeps its past."""

from types import TracebackType
from typing import Self

from spending.actions.references.records import Fault
from spending.actions.references.staging import Staging, fetched, run
from spending.actions.references.taking import Taking

COLUMNS = {
    "row": "integer",
    "supplier": "bigint",
    "basis": "text",
    "postcode": "text",
    "is_outside": "boolean",
    "is_branch": "boolean",
    "day": "date",
    "source": "text",
}

# Of two rows that say another place for the same supplier, use and day, the first is taken.
CONTRADICTIONS = """
    DELETE FROM said_site s USING (
        SELECT DISTINCT ON (supplier, basis, day) supplier, basis, day, postcode, is_outside FROM said_site
        ORDER BY supplier, basis, day, row
    ) first
    WHERE (s.supplier, s.basis, s.day) = (first.supplier, first.basis, first.day)
      AND (s.postcode, s.is_outside) <> (first.postcode, first.is_outside)
    RETURNING s.row, s.postcode, first.postcode
"""

# The last that is known of each supplier and use: nothing that is older can say where it is since.
KNOWN = """
    CREATE TEMPORARY TABLE known_site AS
    SELECT supplier_id AS supplier, basis, max(id) FILTER (WHERE valid_to IS NULL) AS id,
           greatest(max(greatest(as_at, valid_from)) FILTER (WHERE valid_to IS NULL), max(valid_to)) AS day
    FROM spending_suppliersite
    WHERE supplier_id IN (SELECT supplier FROM said_site)
    GROUP BY supplier_id, basis
"""
OUTDATED = """
    DELETE FROM said_site s USING known_site k WHERE (s.supplier, s.basis) = (k.supplier, k.basis) AND s.day < k.day
    RETURNING s.row
"""

# The same day again with another place is a correction, unless the supplier is known to have been there before.
CORRECTED = """
    UPDATE spending_suppliersite site
    SET postcode = s.postcode, is_outside_uk = s.is_outside, source = s.source
    FROM said_site s
    WHERE (site.supplier_id, site.basis) = (s.supplier, s.basis) AND site.valid_to IS NULL
      AND greatest(site.as_at, site.valid_from) = s.day AND (site.valid_from IS NULL OR site.valid_from = s.day)
      AND (site.postcode, site.is_outside_uk) <> (s.postcode, s.is_outside)
    RETURNING site.supplier_id
"""

# Days that follow each other with the same place are one stay; a stay ends where the next begins.
STAYS = """
    CREATE TEMPORARY TABLE stay AS
    WITH told AS (
        SELECT supplier, basis, postcode, is_outside_uk AS is_outside, NULL::boolean AS is_branch, day, source, id
        FROM known_site JOIN spending_suppliersite USING (id, basis)
        UNION ALL SELECT supplier, basis, postcode, is_outside, is_branch, day, source, NULL FROM said_site
    ), numbered AS (
        SELECT *, count(*) FILTER (WHERE is_new) OVER so_far AS number FROM (
            SELECT *, (postcode, is_outside) IS DISTINCT FROM (lag(postcode) OVER so_far, lag(is_outside) OVER so_far)
                AS is_new
            FROM told WINDOW so_far AS (PARTITION BY supplier, basis ORDER BY day, id)
        ) compared
        WINDOW so_far AS (PARTITION BY supplier, basis ORDER BY day, id)
    )
    SELECT *, lead(first_day) OVER (PARTITION BY supplier, basis ORDER BY number) AS ends_on FROM (
        SELECT supplier, basis, number, postcode, is_outside, max(id) AS id, min(day) AS first_day, max(day) AS as_at,
               (array_agg(is_branch ORDER BY day DESC) FILTER (WHERE is_branch IS NOT NULL))[1] AS is_branch,
               (array_agg(source ORDER BY day DESC, id))[1] AS source
        FROM numbered GROUP BY supplier, basis, number, postcode, is_outside
    ) stays
"""
STAYED = """
    UPDATE spending_suppliersite site
    SET valid_to = stay.ends_on, as_at = stay.as_at, is_branch = coalesce(stay.is_branch, site.is_branch),
        source = stay.source
    FROM stay JOIN spending_suppliersite former USING (id)
    WHERE site.id = stay.id
      AND (stay.ends_on IS NOT NULL OR stay.as_at > site.as_at OR stay.is_branch <> site.is_branch)
    RETURNING site.supplier_id, stay.ends_on IS NOT NULL OR site.is_branch <> former.is_branch
"""
CAME = """
    INSERT INTO spending_suppliersite
        (supplier_id, basis, postcode, is_outside_uk, is_branch, source, as_at, valid_from, valid_to)
    SELECT stay.supplier, stay.basis, stay.postcode, stay.is_outside, coalesce(stay.is_branch, false), stay.source,
           stay.as_at, CASE WHEN stay.number > 1 OR known.supplier IS NOT NULL THEN stay.first_day END, stay.ends_on
    FROM stay LEFT JOIN known_site known USING (supplier, basis)
    WHERE stay.id IS NULL
    RETURNING supplier_id
"""


class Sites:
    """What a file says of sites: collected row by row, settled at the end."""

    def __init__(self) -> None:
        self.said = Staging("said_site", COLUMNS)

    def __enter__(self) -> Self:
        self.said.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.said.__exit__(kind, fault, trace)

    def settle(self, taking: Taking) -> None:
        """Close the sites that suppliers have left, and open those they have come to."""
        self.said.complete()
        counts = taking.counts
        for row, postcode, other in fetched(CONTRADICTIONS):
            counts.add(
                Fault(row, "postcode", postcode, f"the place an earlier row says for the day, {other}", is_row=False)
            )
        run(KNOWN)
        counts.changes["sites not taken, for later ones are known"] += sum(row > 0 for (row,) in fetched(OUTDATED))
        corrected = [supplier for (supplier,) in fetched(CORRECTED)]
        run(STAYS)
        stayed, came = fetched(STAYED), [supplier for (supplier,) in fetched(CAME)]
        run("DROP TABLE known_site, stay")
        left = {supplier for supplier, is_other in stayed if is_other}
        counts.changes["sites corrected"] += len(corrected)
        counts.changes["suppliers that moved, or are a branch now"] += len(left)
        counts.changes["sites added"] += len(came)
        taking.touched.update(left, corrected, came)
