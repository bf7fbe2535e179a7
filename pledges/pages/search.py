"""Searching published pledges at the same cost for a word that nobody used and one that everybody did.

A common word fills the page within a few of the newest pledges. For a rare one, only the word index is
quick. Nobody knows beforehand which it is: the newest are looked through first, then the index is asked.
"""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from pledges.models import Pledge

# The newest pledges that are looked through first.
WALKED = 2_000

AMONG_THE_NEWEST = """
    SELECT id FROM ({newest}) newest
    WHERE search @@ websearch_to_tsquery('english', %s) LIMIT %s
"""
# Neither order nor limit inside: they would tempt the planner to walk all pledges in the wall's order.
AMONG_ALL = """
    WITH found AS MATERIALIZED (
        SELECT id, published_at FROM ({pledges}) pledges
        WHERE search @@ websearch_to_tsquery('english', %s)
    )
    SELECT id FROM found ORDER BY published_at DESC, id DESC LIMIT %s
"""
# Without an indexable word the index would be read from end to end: "the", or "-solar" alone.
CAN_BE_SEARCHED = "SELECT querytree(websearch_to_tsquery('english', %s)) NOT IN ('', 'T')"

# Each dash may be a "not" that waits for its word, and PostgreSQL fails where more of them wait.
MOST_DASHES = 32


def can_be_searched(q: str) -> bool:
    """Tell whether there is a word to look for. Costs a query that reads no row."""
    if q.count("-") > MOST_DASHES:
        return False
    with connection.cursor() as cursor:
        cursor.execute(CAN_BE_SEARCHED, [q])
        return bool(cursor.fetchone()[0])


def newest_found(pledges: QuerySet[Pledge], q: str, *, size: int, of: int) -> list[int]:
    """Return the keys of the newest `size` pledges that hold the words. `of`: how many there are at most."""
    columns = pledges.values("id", "published_at", "search")
    newest = columns.order_by("-published_at", "-id")[:WALKED]
    found = keys(AMONG_THE_NEWEST, "newest", newest, q, size)
    if len(found) < size and of > WALKED:
        found = keys(AMONG_ALL, "pledges", columns.order_by(), q, size)
    return found


def keys(sql: str, name: str, pledges: QuerySet[Pledge, Any], q: str, size: int) -> list[int]:
    inner, parameters = pledges.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**{name: inner}), [*parameters, q, size])
        return [key for (key,) in cursor.fetchall()]
