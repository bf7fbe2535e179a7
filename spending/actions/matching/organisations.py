"""Which organisations have a number, and which bear a name: suppliers, and what registers hold beyond them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from spending.actions.matching.days import Bearer, Days, Organisation


class Number(NamedTuple):
    scheme: str
    value: str


@dataclass(frozen=True)
class Numbered:
    """The organisation that a number is of. as_at: the register's date; nothing: no register told."""

    organisation: Organisation
    as_at: date | None


# A supplier's number is looked for among suppliers first: not every number is of a register that is loaded.
OF_NUMBERS = """
WITH asked AS (SELECT * FROM unnest(%(schemes)s::text[], %(values)s::text[]) AS asked (scheme, value))
SELECT a.scheme, a.value, coalesce(i.supplier_id, r.supplier_id), r.organisation_id, r.as_at
FROM asked a
LEFT JOIN spending_supplieridentifier i ON i.scheme = a.scheme AND i.value = a.value
LEFT JOIN (
    SELECT e.scheme, e.number, e.as_at, r.*
    FROM spending_registerentry e JOIN spending_registered r ON r.entry_id = e.id
) r ON r.scheme = a.scheme AND r.number = a.value
WHERE i.supplier_id IS NOT NULL OR r.entry_id IS NOT NULL
"""

# Where a register speaks of a supplier's name, its days are the newer ones: the supplier's own copy is not asked.
OF_KEYS = """
SELECT n.key, r.supplier_id, r.organisation_id, true AS is_registered,
       greatest(n.used_from, e.alive_from) AS first, least(n.used_to, e.alive_to) AS last, e.as_at
FROM spending_registername n
JOIN spending_registerentry e ON e.id = n.entry_id
JOIN spending_registered r ON r.entry_id = e.id
WHERE n.key = ANY (%(keys)s)
UNION ALL
SELECT n.key, s.id, NULL, own.is_registered, greatest(n.used_from, s.alive_from), least(n.used_to, s.alive_to), NULL
FROM spending_suppliername n
JOIN spending_supplier s ON s.id = n.supplier_id
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM spending_supplieridentifier i WHERE i.supplier_id = s.id AND i.scheme NOT LIKE 'council:%%'
    ) AS is_registered
) own
WHERE n.key = ANY (%(keys)s)
"""


def organisation(supplier: int | None, entry: int | None, *, is_registered: bool) -> Organisation:
    """Return a supplier as itself, whatever entry it came from, so that the two are one."""
    return Organisation(supplier, None if supplier else entry, is_registered)


def of_numbers(numbers: Collection[Number]) -> dict[Number, Numbered]:
    asked = {"schemes": [number.scheme for number in numbers], "values": [number.value for number in numbers]}
    with connection.cursor() as cursor:
        cursor.execute(OF_NUMBERS, asked)
        return {
            Number(scheme, value): Numbered(organisation(supplier, entry, is_registered=True), as_at)
            for scheme, value, supplier, entry, as_at in cursor.fetchall()
        }


def of_keys(keys: Collection[str]) -> dict[str, list[Bearer]]:
    """Return everybody that bore each name on some day."""
    with connection.cursor() as cursor:
        cursor.execute(OF_KEYS, {"keys": list(keys)})
        rows = cursor.fetchall()
    by_register = {(name, supplier) for name, supplier, entry, *_ in rows if supplier and entry}
    found = defaultdict(list)
    for name, supplier, entry, is_registered, first, last, as_at in rows:
        is_copy = entry is None and (name, supplier) in by_register
        if not is_copy and (first is None or last is None or first < last):
            who = organisation(supplier, entry, is_registered=is_registered)
            found[name].append(Bearer(who, Days(first, last), as_at))
    return found
