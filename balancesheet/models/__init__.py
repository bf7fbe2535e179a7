"""The ledger's nouns: what is counted and on which accounts, whose ledgers and years, and what was entered."""

from balancesheet.models.charts import Account, AccountType, Block, Chart, ChartLine, Role, Section, Unit, UnitKind
from balancesheet.models.entries import Entry, EntryKind, Event, Grade, MonthTotal, Posting
from balancesheet.models.ledgers import Ledger, Year

__all__ = [
    "Account",
    "AccountType",
    "Block",
    "Chart",
    "ChartLine",
    "Entry",
    "EntryKind",
    "Event",
    "Grade",
    "Ledger",
    "MonthTotal",
    "Posting",
    "Role",
    "Section",
    "Unit",
    "UnitKind",
    "Year",
]
