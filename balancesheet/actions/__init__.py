"""What is done to the books as a whole, and not entry by entry."""

from balancesheet.actions.demonstration import load_demonstration
from balancesheet.actions.setting_up import load_chart

__all__ = ["load_chart", "load_demonstration"]
