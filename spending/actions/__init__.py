"""Everything that changes what is known of spending. Each act is one transaction."""

from spending.actions.clock import run_clock
from spending.actions.deciding import AlreadyUndone, NothingToAccept, accept, undo
from spending.actions.demonstration import load_demonstration
from spending.actions.importing import Asked, import_file
from spending.actions.reports import Report, SecondVersion

__all__ = [
    "AlreadyUndone",
    "Asked",
    "NothingToAccept",
    "Report",
    "SecondVersion",
    "accept",
    "import_file",
    "load_demonstration",
    "run_clock",
    "undo",
]
