"""The only code that writes what public registers say: one edition upon another, as whole sets."""

from collections.abc import Iterable
from datetime import date
from types import TracebackType
from typing import NamedTuple, Self

from spending.actions.references.staging import Staging, fetched, run
from spending.actions.references.taking import Taking
from spending.models import SizeProxy, SupplierKind
from spending.pages.names import key

# A register is joined in memory, and its names go into the index of likenesses by the hundred thousand, which takes two
# thirds of the time.
SETTINGS = ("SET LOCAL work_mem = '128MB'", "SET LOCAL gin_pending_list_limit = '256MB'")

ENTRY_COLUMNS = {
    "row": "integer",
    "number": "text",
    "name": "text",
    "kind": "text",
    "size": "text",
    "postcode": "text",
    "company_no": "text",
    "alive_from": "date",
    "alive_to": "date",
}
NAME_COLUMNS = {"row": "integer", "number": "text", "key": "text", "used_from": "date", "used_to": "date"}

# A supplier is called what its register calls it, unless somebody has called it otherwise.
RENAMED = """
    UPDATE spending_supplier s SET name = said.name
    FROM said_entry said
    JOIN spending_registerentry e ON e.scheme = %(scheme)s AND e.number = said.number AND e.as_at <= %(as_at)s
    JOIN spending_supplieridentifier i ON i.scheme = e.scheme AND i.value = e.number
    WHERE s.id = i.supplier_id AND s.name = e.name AND e.name <> said.name
    RETURNING s.id
"""

# An older edition says nothing of an entry that a later one speaks of.
ENTRIES = """
    INSERT INTO spending_registerentry AS held
        (scheme, number, name, kind, size, postcode, company_no, alive_from, alive_to, as_at)
    SELECT %(scheme)s, number, name, kind, size, postcode, company_no, alive_from, alive_to, %(as_at)s FROM said_entry
    ON CONFLICT (scheme, number) DO UPDATE
    SET name = excluded.name, kind = excluded.kind, size = excluded.size, postcode = excluded.postcode,
        company_no = excluded.company_no, alive_from = excluded.alive_from, alive_to = excluded.alive_to,
        as_at = excluded.as_at
    WHERE held.as_at <= excluded.as_at
"""

# The names that are held of these organisations beside those that the edition has of them; those in both left out.
# Names that have no beginning or no end compare as if they had.
NAMES = """
    CREATE TEMPORARY TABLE name_change AS
    SELECT held.id, coalesce(held.entry_id, told.entry_id) AS entry_id, told.key, told.used_from, told.used_to
    FROM (
        SELECT n.* FROM said_entry s
        JOIN spending_registerentry e ON e.scheme = %(scheme)s AND e.number = s.number AND e.as_at = %(as_at)s
        JOIN spending_registername n ON n.entry_id = e.id
    ) held
    FULL JOIN (
        SELECT DISTINCT e.id AS entry_id, s.key, s.used_from, s.used_to FROM said_name s
        JOIN spending_registerentry e ON e.scheme = %(scheme)s AND e.number = s.number AND e.as_at = %(as_at)s
    ) told ON told.entry_id = held.entry_id AND told.key = held.key
        AND coalesce(told.used_from, '-infinity') = coalesce(held.used_from, '-infinity')
        AND coalesce(told.used_to, 'infinity') = coalesce(held.used_to, 'infinity')
    WHERE held.id IS NULL OR told.key IS NULL
"""
NAMES_GO = "DELETE FROM spending_registername WHERE id IN (SELECT id FROM name_change)"
NAMES_COME = """
    INSERT INTO spending_registername (entry_id, key, used_from, used_to)
    SELECT entry_id, key, used_from, used_to FROM name_change WHERE id IS NULL
"""

# Charitable incorporated organisations stand in both registers, and neither gives the other's number.
TWINS = """
    UPDATE spending_registerentry charity SET company_no = twin.number FROM (
        SELECT c.id, min(e.number) AS number
        FROM spending_registerentry c
        JOIN spending_registername n ON n.entry_id = c.id
        JOIN spending_registername m ON m.key = n.key
        JOIN spending_registerentry e ON e.id = m.entry_id AND e.scheme = 'GB-COH' AND e.kind = 'cio'
        WHERE c.scheme = 'GB-CHC' AND c.kind = 'cio' AND c.company_no = ''
        GROUP BY c.id HAVING count(DISTINCT e.id) = 1
    ) twin WHERE charity.id = twin.id
"""


class Name(NamedTuple):
    """A name, and from which day until before which it was used."""

    name: str
    used_from: date | None = None
    used_to: date | None = None


class Entry(NamedTuple):
    """An organisation as one row of a register has it."""

    number: str
    name: str
    kind: SupplierKind
    size: SizeProxy
    postcode: str
    company_no: str
    alive_from: date | None
    alive_to: date | None


class Register:
    """An edition of a register: collected row by row, merged at the end."""

    def __init__(self, scheme: str) -> None:
        self.scheme = scheme
        self.entries = Staging("said_entry", ENTRY_COLUMNS)
        self.names = Staging("said_name", NAME_COLUMNS)

    def __enter__(self) -> Self:
        self.entries.__enter__()
        self.names.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.names.__exit__(kind, fault, trace)
        self.entries.__exit__(kind, fault, trace)

    def add(self, row: int, entry: Entry, names: Iterable[Name]) -> None:
        self.entries.add(row, *entry)
        for name, used_from, used_to in names:
            if comparable := key(name):
                self.names.add(row, entry.number, comparable, used_from, used_to)

    def merge(self, taking: Taking) -> None:
        """Make what the edition says what we know, but for entries that a later edition speaks of."""
        for setting in SETTINGS:
            run(setting)
        self.entries.complete()
        self.names.complete()
        title = taking.columns["number"]
        self.entries.drop_repeated(taking.counts, column="number", title=title)
        run("DELETE FROM said_name n WHERE NOT EXISTS (SELECT FROM said_entry e WHERE e.row = n.row)")
        said = {"scheme": self.scheme, "as_at": taking.as_at}
        taking.touched.update(supplier for (supplier,) in fetched(RENAMED, said))
        taking.counts.changes["register entries"] += run(ENTRIES, said)
        run(NAMES, said)
        taking.counts.changes["names no longer in the register"] += run(NAMES_GO)
        taking.counts.changes["names added"] += run(NAMES_COME)
        run("DROP TABLE name_change")
        run(TWINS)
