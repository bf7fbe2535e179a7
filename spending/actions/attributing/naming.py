"""The names on payments as rows: payees, departments and categories, each made once, with the scope of their words."""

from typing import Any

from django.db import connection

from spending.models import PayeeClass, SourceFile
from spending.pages import names

# Names held in memory at once.
BATCH = 5_000

# As the view cuts them: a name may be as long as a cell, a row of an index may not.
NEW_PAYEES = """
    SELECT p.* FROM (
        SELECT DISTINCT left(payee_raw, 500) AS name, payee_class, left(company_no, 40) AS company_no,
            left(charity_no, 40) AS charity_no, left(supplier_ref, 40) AS supplier_ref
        FROM spending_payment WHERE file_id = %s
    ) p
    WHERE NOT EXISTS (
        SELECT FROM spending_payee y
        WHERE y.body_id = %s AND y.name = p.name AND y.payee_class = p.payee_class AND y.company_no = p.company_no
            AND y.charity_no = p.charity_no AND y.supplier_ref = p.supplier_ref
    )
"""
MAKE_PAYEES = """
    INSERT INTO spending_payee
        (body_id, name, payee_class, company_no, charity_no, supplier_ref, key, is_individual, scope)
    SELECT %s, n.*, coalesce((SELECT spending_scope_of('payee', n.name)), 'in')
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bool[])
        AS n (name, payee_class, company_no, charity_no, supplier_ref, key, is_individual)
    RETURNING id
"""
# One spelling of those that differ in capitals only, whichever comes first.
MAKE_DEPARTMENTS = """
    INSERT INTO spending_department (name)
    SELECT min(left(department, 200)) FROM spending_payment WHERE file_id = %s AND department <> ''
    GROUP BY lower(left(department, 200)) ON CONFLICT DO NOTHING
"""
MAKE_CATEGORIES = """
    INSERT INTO spending_category (name, scope, is_scope_decided)
    SELECT n.name, coalesce((SELECT spending_scope_of('category', n.name)), 'in'), false FROM (
        SELECT min(left(category, 200)) AS name FROM spending_payment WHERE file_id = %s AND category <> ''
        GROUP BY lower(left(category, 200))
    ) n
    ON CONFLICT DO NOTHING
"""

# Rows whose scope the rules say: what an officer said of a category stays.
RULED = {
    "payee": "spending_payee",
    "category": "spending_category WHERE NOT is_scope_decided",
}
SCOPES = """
    SELECT id, scope AS former, coalesce((SELECT spending_scope_of('{looked_at}', name)), 'in') AS scope FROM {rows}
"""


def payees_of(*, file: SourceFile) -> set[int]:
    """Make the payees, departments and categories that a file is the first to name. Returns the new payees' keys.

    Must have the turn.
    """
    # Read from the server batch by batch: a file may name as many payees as it has lines.
    with connection.cursor() as cursor, connection.chunked_cursor() as found:
        cursor.execute(MAKE_DEPARTMENTS, [file.pk])
        cursor.execute(MAKE_CATEGORIES, [file.pk])
        found.execute(NEW_PAYEES, [file.pk, file.body_id])
        made: set[int] = set()
        while batch := found.fetchmany(BATCH):
            columns = zip(*map(with_key, batch), strict=True)
            cursor.execute(MAKE_PAYEES, [file.body_id, *map(list, columns)])
            made.update(payee for (payee,) in cursor.fetchall())
    return made


def with_key(payee: tuple[str, ...]) -> tuple[Any, ...]:
    """Return a payee with its key and whether it is a person. What stands for no name is neither like a name."""
    name, payee_class, *_ = payee
    is_named = payee_class == PayeeClass.NAMED
    return (*payee, names.key(name) if is_named else "", is_named and names.reads_like_a_person(name))


def scope_again() -> None:
    """Give payees and categories the scope that the rules of now say."""
    with connection.cursor() as cursor:
        for looked_at, rows in RULED.items():
            cursor.execute(
                f"UPDATE spending_{looked_at} t SET scope = s.scope"
                f" FROM ({SCOPES.format(looked_at=looked_at, rows=rows)}) s WHERE s.id = t.id AND s.scope <> s.former"
            )


def wrongly_scoped(looked_at: str) -> int:
    """Count the payees or categories whose scope is not what the rules of now say."""
    with connection.cursor() as cursor:
        scopes = SCOPES.format(looked_at=looked_at, rows=RULED[looked_at])
        cursor.execute(f"SELECT count(*) FROM ({scopes}) s WHERE s.scope <> s.former")
        (count,) = cursor.fetchone()
    return int(count)
