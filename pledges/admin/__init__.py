"""The officers' desk: lanes and decisions on pledges, and the words that people are told and agree to."""

from pledges.admin.content import ReasonAdmin, WordingAdmin
from pledges.admin.desk import PledgeAdmin

__all__ = ["PledgeAdmin", "ReasonAdmin", "WordingAdmin"]
