"""The nouns of spending: who paid, the files they published, the payments in them, what we say about each file."""

from spending.models.bodies import Body, SavedLayout
from spending.models.files import OriginalPiece, SourceFile
from spending.models.notes import ImportNote
from spending.models.payments import AmountBasis, DateKind, PayeeClass, Payment, QuarantinedRow

__all__ = [
    "AmountBasis",
    "Body",
    "DateKind",
    "ImportNote",
    "OriginalPiece",
    "PayeeClass",
    "Payment",
    "QuarantinedRow",
    "SavedLayout",
    "SourceFile",
]
