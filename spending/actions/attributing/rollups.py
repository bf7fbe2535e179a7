"""The sums and counts over attributed payments: what each is, how a change moves it, and whether it is right.

A rollup is said once, as a query over signed rows: +1 for a payment that came, -1 for one that went. Over the rows of
a change it gives what to add; over all rows it gives what the whole must be.
"""

from dataclasses import dataclass

from django.db import connection

from spending.actions.attributing.keys import listed, same

# Every attributed payment, as a payment that came.
ALL = "(SELECT 1 AS sign, a.* FROM spending_attributedpayment a)"
# The payments that an act took away and brought: see `replacing`.
MOVED = "moved"

# The second column is the quarter: each grouping names it by its place.
TOTAL = """
    SELECT (ARRAY['both', 'department', 'category', 'all'])[1 + GROUPING(m.department_id, m.category_id)] AS grain,
        date_trunc('quarter', m.pay_date::timestamp)::date AS quarter, m.attribution_id, m.department_id, m.category_id,
        sum(m.sign * m.amount_pence) AS pence, sum(m.sign * least(m.amount_pence, 0)) AS credit_pence,
        sum(m.sign) AS payments
    FROM {rows} m
    GROUP BY GROUPING SETS (
        (2, m.attribution_id),
        (2, m.attribution_id, m.department_id),
        (2, m.attribution_id, m.category_id),
        (2, m.attribution_id, m.department_id, m.category_id)
    )
"""

# Over totals in place of payments.
PLACE_TOTAL = """
    SELECT m.grain, m.quarter, m.department_id, m.category_id, a.body_id, a.scope, a.tier, a.is_branch,
        sum(m.pence) AS pence, sum(m.payments) AS payments
    FROM {rows} m JOIN spending_attribution a ON a.id = m.attribution_id
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""

# Three months back, a date of April to March lies in the calendar year in which its financial year began.
PARTY_TOTAL = """
    SELECT m.party, m.body_id, m.year_starting, part.dimension, part.value, m.tier,
        sum(m.pence) AS pence, sum(m.payments) AS payments
    FROM (
        SELECT coalesce(m.supplier_id, -m.payee_id) AS party, a.body_id, a.tier, a.kind,
            extract(year FROM m.pay_date - interval '3 months')::smallint AS year_starting,
            date_trunc('quarter', m.pay_date::timestamp)::date AS quarter, m.department_id, m.category_id,
            sum(m.sign * m.amount_pence) AS pence, sum(m.sign) AS payments
        FROM {rows} m JOIN spending_attribution a ON a.id = m.attribution_id
        WHERE a.scope = 'in' AND a.payee_class = 'named' AND m.pay_date IS NOT NULL
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    ) m
    CROSS JOIN LATERAL (VALUES
        ('all', ''),
        ('quarter', m.quarter::text),
        ('department', coalesce(m.department_id::text, '')),
        ('category', coalesce(m.category_id::text, '')),
        ('kind', m.kind)
    ) part (dimension, value)
    GROUP BY 1, 2, 3, 4, 5, 6
"""

PAYEE_TOTAL = """
    SELECT m.payee_id, sum(m.sign * m.amount_pence) AS pence, sum(m.sign) AS payments,
        coalesce(sum(m.sign * m.amount_pence) FILTER (WHERE a.is_waiting), 0) AS unmatched_pence,
        coalesce(sum(m.sign) FILTER (WHERE a.is_waiting), 0) AS unmatched_payments
    FROM {rows} m
    JOIN (
        SELECT id, scope = 'in' AND why_unknown = 'unmatched' AS is_waiting FROM spending_attribution
    ) a ON a.id = m.attribution_id
    GROUP BY m.payee_id
"""

# Who was paid in a part of the spend is who has a row in it.
TALLY = """
    SELECT body_id, year_starting, dimension, value, tier, count(*) AS parties FROM spending_partytotal
    GROUP BY 1, 2, 3, 4, 5
"""

# What MERGE did to the totals of parties: one more where a row came, one less where it went.
PARTIES_MOVED = """
    SELECT body_id, year_starting, dimension, value, tier,
        sum(CASE act WHEN 'INSERT' THEN 1 ELSE -1 END) AS parties
    FROM merged WHERE act <> 'UPDATE' GROUP BY 1, 2, 3, 4, 5
"""


@dataclass(frozen=True)
class Rollup:
    """A table of sums, the last of which counts: a row that counts none is no row. over: all that it adds up."""

    name: str
    table: str
    rows: str
    keys: tuple[str, ...]
    sums: tuple[str, ...]
    over: str = ALL

    def merge(self, changes: str) -> str:
        """Return the statement that adds changes to the table."""
        added = ", ".join(f"{column} = t.{column} + d.{column}" for column in self.sums)
        columns = [*self.keys, *self.sums]
        return f"""
            MERGE INTO {self.table} t USING ({changes}) d ON {same("t", "d", self.keys)}
            WHEN MATCHED AND t.{self.sums[-1]} + d.{self.sums[-1]} = 0 THEN DELETE
            WHEN MATCHED THEN UPDATE SET {added}
            WHEN NOT MATCHED THEN INSERT ({listed(columns)}) VALUES ({listed(columns, of="d")})
        """

    def moved(self, by: str = MOVED) -> str:
        """Return the query of what an act changes: nothing where what came and what went cancel each other."""
        return f"SELECT * FROM ({self.rows.format(rows=by)}) changed WHERE {self.any_differs('{}')}"

    def gap(self) -> str:
        """Return the query of what must be added for the table to be right: nothing where it is."""
        keys, sums = listed(self.keys), listed(self.sums)
        negated = ", ".join(f"-{column}" for column in self.sums)
        added = ", ".join(f"sum({column}) AS {column}" for column in self.sums)
        return f"""
            SELECT {keys}, {added} FROM (
                SELECT {keys}, {sums} FROM ({self.rows.format(rows=self.over)}) expected
                UNION ALL SELECT {keys}, {negated} FROM {self.table}
            ) differing
            GROUP BY {keys} HAVING {self.any_differs("sum({})")}
        """

    def any_differs(self, sum_of: str) -> str:
        return " OR ".join(f"{sum_of.format(column)} <> 0" for column in self.sums)


TOTALS = Rollup(
    name="totals",
    table="spending_total",
    rows=TOTAL,
    keys=("grain", "quarter", "attribution_id", "department_id", "category_id"),
    sums=("pence", "credit_pence", "payments"),
)
PLACE_TOTALS = Rollup(
    name="totals of places",
    table="spending_placetotal",
    rows=PLACE_TOTAL,
    keys=("grain", "quarter", "department_id", "category_id", "body_id", "scope", "tier", "is_branch"),
    sums=("pence", "payments"),
    over=TOTALS.table,
)
PARTS = ("body_id", "year_starting", "dimension", "value", "tier")
PARTY_TOTALS = Rollup(
    name="totals of parties",
    table="spending_partytotal",
    rows=PARTY_TOTAL,
    keys=("party", *PARTS),
    sums=("pence", "payments"),
)
TALLIES = Rollup(name="tallies of parties", table="spending_tally", rows=TALLY, keys=PARTS, sums=("parties",))
PAYEE_TOTALS = Rollup(
    name="totals of payees",
    table="spending_payeetotal",
    rows=PAYEE_TOTAL,
    keys=("payee_id",),
    sums=("unmatched_pence", "unmatched_payments", "pence", "payments"),
)
# Those of places come after the totals that they add up, tallies after the totals of parties that they count.
ROLLUPS = (TOTALS, PLACE_TOTALS, PAYEE_TOTALS, PARTY_TOTALS, TALLIES)


def move() -> None:
    """Add what an act changed to every rollup, at the cost of what it changed."""
    totals = f"{TOTALS.merge(TOTALS.moved())} RETURNING {listed([*TOTALS.keys, *TOTALS.sums], of='d')}"
    parties = f"{PARTY_TOTALS.merge(PARTY_TOTALS.moved())} RETURNING merge_action() AS act, {listed(PARTS, of='t')}"
    with connection.cursor() as cursor:
        cursor.execute(f"WITH merged AS ({totals}) {PLACE_TOTALS.merge(PLACE_TOTALS.moved(by='merged'))}")
        cursor.execute(PAYEE_TOTALS.merge(PAYEE_TOTALS.moved()))
        cursor.execute(f"WITH merged AS ({parties}) {TALLIES.merge(PARTIES_MOVED)}")


def repair() -> None:
    """Make every rollup right, whatever it was. Costs a reading of all attributed payments."""
    with connection.cursor() as cursor:
        for rollup in ROLLUPS:
            cursor.execute(rollup.merge(rollup.gap()))


def differing(rollup: Rollup) -> int:
    """Count the rows of a rollup that are not what they must be. Costs a reading of all attributed payments."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({rollup.gap()}) gap")
        (count,) = cursor.fetchone()
    return int(count)
