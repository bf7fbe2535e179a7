"""Everything that changes what is known of spending. Each act is one transaction."""

from spending.actions.deciding import AlreadyUndone, NothingToAccept, accept, undo
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
    "undo",
]
