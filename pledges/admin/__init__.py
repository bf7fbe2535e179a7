"""The officers' desk: decisions on pledges, what became of them, and the words that people are told and agree to."""

from pledges.admin.content import ReasonAdmin, WordingAdmin
from pledges.admin.deliveries import DeliveryAdmin
from pledges.admin.desk import PledgeAdmin

__all__ = ["DeliveryAdmin", "PledgeAdmin", "ReasonAdmin", "WordingAdmin"]
