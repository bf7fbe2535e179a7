"""Amounts of money as councils write them, to whole pence. Never a float."""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

# What nearly every cell holds, read without the long pattern below: a million of them must be quick.
PLAIN_CELL = r"-?(?:[0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,3})\.[0-9]{2}"
PLAIN = re.compile(PLAIN_CELL).fullmatch
ALL_PLAIN = re.compile(rf"(?:{PLAIN_CELL}\n)*").fullmatch
ANY = re.compile(
    r"""(?P<bracket>\()?\s*
        (?P<before>[-+−–])?\s*(?:£|gbp)?\s*(?P<after>[-+−–])?\s*
        (?P<pounds>
            [0-9]{1,3}(?:,[0-9]{3}){1,3}
            |[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3}){1,3}(?=\.[0-9]{2}\b)
            |[0-9]{0,13}
        )(?:\.(?P<pence>[0-9]{0,15}))?
        \s*(?:gbp)?\s*(?P<trailing>-|−|cr|dr)?\s*
        (?P<closing>\))?""",
    re.VERBOSE | re.IGNORECASE,
).fullmatch
NOT_DIGITS = re.compile(r"[^0-9]").sub
CREDITS = frozenset({"-", "−", "–", "cr", "("})
STERLING = re.compile(
    r"(?:(?:uk|gb|british) )?(?:gbp|£|stg|sterling|pounds?(?: sterling)?)?(?: ?\(?(?:gbp|£)\)?)?", re.IGNORECASE
).fullmatch
ZEROS = frozenset({"nil", "none"})


def pence(text: str) -> tuple[int, bool] | None:
    """Return the whole pence, and whether digits were rounded away (half to even); None where it is no amount.

    Credits are written -1.00, 1.00-, (1.00) or 1.00 CR. Two signs at once are no amount, nor is a comma that does
    not part thousands: 1.234,56 could be either of two sums. Spaces part thousands where pence follow.
    """
    if PLAIN(text):
        return int(text.replace(",", "").replace(".", "")), False
    found = ANY(text.strip())
    if not found or not is_amount(found):
        return None
    exact = Decimal(f"{NOT_DIGITS('', found['pounds']) or 0}.{found['pence'] or 0}") * 100
    whole = int(exact.quantize(Decimal(1), ROUND_HALF_EVEN))
    return -whole if CREDITS.intersection(signs(found)) else whole, exact != whole


def column_pence(texts: list[str]) -> list[tuple[int, bool] | None]:
    """Return the same for a column. Where all its cells are plain it takes half the time."""
    lines = "".join([f"{text}\n" for text in texts])
    digits = lines.replace(",", "").replace(".", "").split() if ALL_PLAIN(lines) else []
    # A cell can be of two lines.
    return [(int(each), False) for each in digits] if len(digits) == len(texts) else [*map(pence, texts)]


@lru_cache(maxsize=1000)
def is_sterling(currency: str) -> bool:
    """Whether an amount of this currency is in pounds. One that is not given is."""
    return STERLING(currency.strip()) is not None


def is_amount(found: re.Match[str]) -> bool:
    """Whether there is a digit, no bracket without its other half, and no more than one sign."""
    is_closed = bool(found["bracket"]) == bool(found["closing"])
    return bool(found["pounds"] or found["pence"]) and is_closed and len(signs(found)) <= 1


def signs(found: re.Match[str]) -> list[str]:
    return [sign.lower() for sign in found.group("before", "after", "trailing", "bracket") if sign]


def vat_pence(text: str) -> int | None:
    """Return the irrecoverable VAT, None where the file does not say: "Nil" says nothing is irrecoverable."""
    if text.strip().lower() in ZEROS:
        return 0
    found = pence(text)
    return found[0] if found else None


def pounds(amount_pence: int) -> str:
    """Return the amount as it is written to people."""
    sign = "-" if amount_pence < 0 else ""
    return f"{sign}£{abs(amount_pence) // 100:,}.{abs(amount_pence) % 100:02}"
