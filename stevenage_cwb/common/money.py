"""Money is whole pence everywhere; this says it in pounds."""

from fractions import Fraction

# The name of a large unit, the pence in a tenth of it, and the least pence that round to one.
IN_WORDS = ((" billion", 10_000_000_000, 99_995_000_000), (" million", 10_000_000, 99_999_950))
SHORT = (("bn", 10_000_000_000, 99_995_000_000), ("m", 10_000_000, 99_950_000))
A_THOUSAND_POUNDS = 100_000
# Under ten thousand pounds, thousands alone would say too little.
LEAST_THOUSANDS = 10 * A_THOUSAND_POUNDS


def pounds(pence: int) -> str:
    """Return an amount as people read it: £1,234.50, or −£3.00 with a true minus sign."""
    whole, rest = divmod(abs(pence), 100)
    return f"{_sign(pence)}£{whole:,}.{rest:02}"


def whole_pounds(pence: int) -> str:
    """Return an amount in whole pounds, as tables say it: £1,235. Half a pound rounds to the even one."""
    rounded = round(Fraction(pence, 100))
    return f"{_sign(rounded)}£{abs(rounded):,}"


def pounds_in_words(pence: int) -> str:
    """Return an amount as a sentence says it: £39.8 million; under a million in whole pounds."""
    return _tenths(pence, IN_WORDS) or whole_pounds(pence)


def short_pounds(pence: int) -> str:
    """Return an amount as short as a drawing needs it: £39.8m, £845k, £12."""
    large = _tenths(pence, SHORT)
    if large or abs(pence) < LEAST_THOUSANDS:
        return large or whole_pounds(pence)
    return f"{_sign(pence)}£{round(Fraction(abs(pence), A_THOUSAND_POUNDS))}k"


def _tenths(pence: int, units: tuple[tuple[str, int, int], ...]) -> str:
    for name, tenth, least in units:
        if abs(pence) >= least:
            whole, rest = divmod(round(Fraction(abs(pence), tenth)), 10)
            return f"{_sign(pence)}£{whole:,}.{rest}{name}"
    return ""


def _sign(amount: int) -> str:
    return "−" if amount < 0 else ""
