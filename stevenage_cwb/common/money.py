"""Money is whole pence everywhere; this says it in pounds."""


def pounds(pence: int) -> str:
    """Return an amount as people read it: £1,234.50, or −£3.00 with a true minus sign."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'−' if pence < 0 else ''}£{whole:,}.{rest:02}"
