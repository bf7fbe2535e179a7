"""Takes what the portal knows into the ledgers, again and again: payments, grants, what pledges delivered.

Upstream records know nothing of it. An entry's source and reference say which record it was made of.
"""

from balancesheet.sources.pulling import SOURCES, Pulled, pull_all, pull_due
from balancesheet.sources.taking import Taken

__all__ = ["SOURCES", "Pulled", "Taken", "pull_all", "pull_due"]
