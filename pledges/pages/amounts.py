"""Quantities of pledges and reports, in their unit and in words."""

from decimal import Decimal

from pledges.models import Unit

ONE = {
    Unit.PEOPLE: "person",
    Unit.HOURS: "hour",
    Unit.PLACEMENTS: "work placement",
    Unit.CONTRACTS: "contract",
    Unit.EVENTS: "event",
}


def quantity(hundredths: int | None) -> Decimal | None:
    """Return hundredths of a unit in the unit itself, exactly."""
    return None if hundredths is None else Decimal(hundredths) / 100


def how_much(hundredths: int | None, unit: str | None) -> str:
    """Return a quantity in words: "12 hours", "1.5 hours", "£1,200", "£12.50", "1 person"."""
    amount = quantity(hundredths)
    if amount is None or unit is None:
        return ""
    whole = amount == amount.to_integral_value()
    if unit == Unit.POUNDS:
        return f"£{amount:,.0f}" if whole else f"£{amount:,.2f}"
    number = f"{amount:,.0f}" if whole else f"{amount.normalize():,f}"
    return f"{number} {ONE[Unit(unit)] if amount == 1 else Unit(unit).label}"
