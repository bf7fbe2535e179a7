"""How rows are told to be the same in SQL, where a part of what tells them may be nothing.

PostgreSQL can look up and hash what is equal to something, and not what IS NOT DISTINCT FROM it: over a million rows
that is minutes. So nothing has a stand-in that is no value.
"""

from collections.abc import Iterable

STAND_INS = {
    "quarter": "'-infinity'",
    "department_id": "0",
    "category_id": "0",
    "tier_rule_id": "0",
    "neighbourhood_id": "''",
}


def same(one: str, other: str, columns: Iterable[str]) -> str:
    """Return the condition that two rows, each by its name in the statement, agree in all these columns."""
    return " AND ".join(f"{comparable(one, column)} = {comparable(other, column)}" for column in columns)


def comparable(row: str, column: str) -> str:
    stand_in = STAND_INS.get(column)
    return f"coalesce({row}.{column}, {stand_in})" if stand_in else f"{row}.{column}"


def listed(columns: Iterable[str], *, of: str = "") -> str:
    """Return columns as a list, of a row by its name in the statement."""
    return ", ".join(f"{of}.{column}" if of else column for column in columns)
