"""The entries under every figure of a statement: list, one entry, and open data of the same."""

from balancesheet.pages.entries.asked import Filters
from balancesheet.pages.entries.found import Place
from balancesheet.pages.entries.listing import PARTS, EntriesPage, entries_page, every_posting
from balancesheet.pages.entries.one import EntryPage, entry_page
from balancesheet.pages.entries.shown import COLUMNS, GUIDE, Cell, PublicPosting, record_of

__all__ = [
    "COLUMNS",
    "GUIDE",
    "PARTS",
    "Cell",
    "EntriesPage",
    "EntryPage",
    "Filters",
    "Place",
    "PublicPosting",
    "entries_page",
    "entry_page",
    "every_posting",
    "record_of",
]
