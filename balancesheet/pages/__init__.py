"""What is read from the ledger."""

from balancesheet.pages.balances import Balance, balances, year_balances

__all__ = ["Balance", "balances", "year_balances"]
