"""The only code that writes attributed payments: makes some of them anew, and moves every sum by what changed.

What they must be is said by the view `spending_live`. A payment of which the same is known stays untouched.
"""

from collections.abc import Collection
from typing import Any, Literal

from django.db import connection

from spending.actions.attributing import rollups
from spending.actions.attributing.keys import listed, same
from spending.actions.attributing.rollups import MOVED
from spending.models import AttributedPayment, Attribution, SourceFile

KNOWN = [field.attname for field in Attribution._meta.concrete_fields if not field.primary_key]
COLUMNS = [field.attname for field in AttributedPayment._meta.concrete_fields]
# Of the columns, those that a decision can change.
DECIDED = ["payee_id", "supplier_id", "attribution_id", "department_id", "category_id"]

OF_FILE = "file_id = %(file)s"
# In the view, payments are found fast by number: whose supplier is one of these, it would have to work out for all.
BY_NUMBER = "payment_id = ANY (ARRAY(SELECT payment_id FROM spending_attributedpayment WHERE {those}))"

FRESH = "CREATE TEMPORARY TABLE fresh AS SELECT * FROM spending_live WHERE {touched}"
NEW_ATTRIBUTIONS = f"""
    INSERT INTO spending_attribution ({listed(KNOWN)}) SELECT DISTINCT {listed(KNOWN)} FROM fresh
    ON CONFLICT DO NOTHING
"""
COMING = f"""
    CREATE TEMPORARY TABLE coming AS
    SELECT {listed("a.id AS attribution_id" if column == "attribution_id" else f"f.{column}" for column in COLUMNS)}
    FROM fresh f JOIN spending_attribution a ON {same("f", "a", KNOWN)}
"""
NOTHING_MOVED = f"""
    CREATE TEMPORARY TABLE {MOVED} AS
    SELECT 1 AS sign, {listed(COLUMNS)} FROM spending_attributedpayment WHERE false
"""
GO = f"""
    WITH gone AS (
        DELETE FROM spending_attributedpayment t WHERE {{those}} AND NOT EXISTS (
            SELECT FROM coming c WHERE {same("c", "t", ["payment_id"])}
                AND ({listed(DECIDED, of="c")}) IS NOT DISTINCT FROM ({listed(DECIDED, of="t")})
        )
        RETURNING {listed(COLUMNS, of="t")}
    )
    INSERT INTO {MOVED} SELECT -1, * FROM gone
"""
# What is there still is the same. Put in by its number, and so nearly by date, a row goes into each index close to the
# row before it: at ten million payments that takes half the time.
COME = f"""
    WITH come AS (
        INSERT INTO spending_attributedpayment ({listed(COLUMNS)}) SELECT * FROM coming ORDER BY payment_id
        ON CONFLICT DO NOTHING
        RETURNING {listed(COLUMNS)}
    )
    INSERT INTO {MOVED} SELECT 1, * FROM come
"""
SWEEP = f"DROP TABLE fresh, coming, {MOVED}"


def replace_file(file: SourceFile) -> None:
    """Make the payments of a file what they must be."""
    replace(touched=OF_FILE, those=OF_FILE, named={"file": file.pk})


def forget(file: SourceFile) -> None:
    """Take the payments of a file away. To ask the view, which has none of them, would cost as much as to make them."""
    replace(touched="false", those=OF_FILE, named={"file": file.pk})


def replace_of(column: Literal["payee_id", "supplier_id", "category_id"], ids: Collection[int]) -> None:
    """Make the payments that have one of these in a column what they must be."""
    those = f"{column} = ANY (%(ids)s::bigint[])"
    replace(touched=BY_NUMBER.format(those=those), those=those, named={"ids": list(ids)})


def replace(*, touched: str, those: str, named: dict[str, Any]) -> None:
    """Replace the attributed payments that a condition on them tells by those that one on the view does.

    Must have the turn. Costs as much as the payments touched, however many others there are.
    """
    with connection.cursor() as cursor:
        cursor.execute(FRESH.format(touched=touched), named)
        cursor.execute(NEW_ATTRIBUTIONS)
        # The planner knows nothing of temporary tables that nobody has counted.
        cursor.execute("ANALYZE fresh")
        cursor.execute(COMING)
        cursor.execute("ANALYZE coming")
        cursor.execute(NOTHING_MOVED)
        cursor.execute(GO.format(those=those), named)
        cursor.execute(COME)
        cursor.execute(f"ANALYZE {MOVED}")
        rollups.move()
        cursor.execute(SWEEP)
