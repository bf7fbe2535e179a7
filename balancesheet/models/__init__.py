"""The ledger's nouns: what is counted and on which accounts, whose ledgers and years, and what was entered."""

from balancesheet.models.charts import Account, AccountType, Block, Chart, ChartLine, Role, Section, Unit, UnitKind
from balancesheet.models.due_dates import CouncilAccounts, DueDate, Stage
from balancesheet.models.entries import Entry, EntryKind, Event, Grade, MonthTotal, Posting, YearTotal
from balancesheet.models.evidence import Evidence, EvidenceKind, EvidencePiece
from balancesheet.models.grants import Grant, GrantFile
from balancesheet.models.handovers import Handover
from balancesheet.models.kinds import KINDS, Kind
from balancesheet.models.ledgers import Ledger, Year
from balancesheet.models.proxies import Proxy
from balancesheet.models.pulls import Pull
from balancesheet.models.questions import Answer, Question
from balancesheet.models.returns import Return, ReturnFile
from balancesheet.models.statements import FrozenStatement
from balancesheet.models.voices import Voice

__all__ = [
    "KINDS",
    "Account",
    "AccountType",
    "Answer",
    "Block",
    "Chart",
    "ChartLine",
    "CouncilAccounts",
    "DueDate",
    "Entry",
    "EntryKind",
    "Event",
    "Evidence",
    "EvidenceKind",
    "EvidencePiece",
    "FrozenStatement",
    "Grade",
    "Grant",
    "GrantFile",
    "Handover",
    "Kind",
    "Ledger",
    "MonthTotal",
    "Posting",
    "Proxy",
    "Pull",
    "Question",
    "Return",
    "ReturnFile",
    "Role",
    "Section",
    "Stage",
    "Unit",
    "UnitKind",
    "Voice",
    "Year",
    "YearTotal",
]
