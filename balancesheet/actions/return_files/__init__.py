"""Returns in a file: read before anything is kept, entered whole by one person and checked whole by another."""

from balancesheet.actions.return_files.deciding import check_file, refuse_file, withdraw_file
from balancesheet.actions.return_files.entering import AlreadyReturned, HasFaults, enter_file, twin_of
from balancesheet.actions.return_files.reading import MOST_FAULTS, FileFault, Reading, read_file

__all__ = [
    "MOST_FAULTS",
    "AlreadyReturned",
    "FileFault",
    "HasFaults",
    "Reading",
    "check_file",
    "enter_file",
    "read_file",
    "refuse_file",
    "twin_of",
    "withdraw_file",
]
