"""Handing the books over to another portal: a folder of files that says everything, and taking one in."""

from balancesheet.actions.handover.folder import NotAsWritten, OtherVersion
from balancesheet.actions.handover.loading import NotEmpty, OtherSeal, Used, import_ledger
from balancesheet.actions.handover.writing import FolderIsUsed, export_ledger

__all__ = [
    "FolderIsUsed",
    "NotAsWritten",
    "NotEmpty",
    "OtherSeal",
    "OtherVersion",
    "Used",
    "export_ledger",
    "import_ledger",
]
