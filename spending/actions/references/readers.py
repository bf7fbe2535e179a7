"""How single cells of reference files are read. Each answers nothing where the cell cannot be read."""

import re
from datetime import date
from functools import lru_cache

from spending.actions.reading.dates import DAY_FIRST, read_date
from spending.models import SiteBasis, SupplierKind

# A register has as many days as the years since 1844 have.
KEPT_IN_MIND = 50_000
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T].*)?").fullmatch
DAY_FIRST_IN_FULL = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})").fullmatch
MONTH = re.compile(r"([0-9]{4})-?([0-9]{2})(?:-?[0-9]{2})?").fullmatch
YES = frozenset({"y", "yes", "true", "t", "1", "branch", "depot", "local office"})
NO = frozenset({"n", "no", "false", "f", "0", "head office", "head", "main", "hq"})
# The best ground for calling a supplier local first, as in the rule: an address for orders and payments is of orders.
BASES = (
    (SiteBasis.TRADING, re.compile(r"trad|branch|site|depot|premises|operat", re.IGNORECASE).search),
    (SiteBasis.ORDERING, re.compile(r"order|purch|\bpo\b", re.IGNORECASE).search),
    (SiteBasis.REMITTANCE, re.compile(r"remit|pay|invoic|bill", re.IGNORECASE).search),
    (SiteBasis.REGISTERED, re.compile(r"regist", re.IGNORECASE).search),
)
# Legal forms that a council can be believed; registers tell the others. Small, or voluntary, is no legal form.
KINDS = (
    (SupplierKind.CIC, re.compile(r"\bcic\b|community interest", re.IGNORECASE).search),
    (SupplierKind.CIO, re.compile(r"\bs?cio\b|charitable incorporated", re.IGNORECASE).search),
    (SupplierKind.CHARITY, re.compile(r"\bcharit", re.IGNORECASE).search),
    (SupplierKind.MUTUAL, re.compile(r"co-?op|mutual|community benefit|registered society", re.IGNORECASE).search),
    (SupplierKind.INDIVIDUAL, re.compile(r"sole trader|\bindividual|self[- ]employed", re.IGNORECASE).search),
)
DENIED = re.compile(r"\s*(?:no|not|non)\b", re.IGNORECASE).match
HOME = re.compile(
    r"(?:the )?(?:united kingdom|uk|u\.k\.|gb|gbr|great britain|england|scotland|wales|cymru|northern ireland)(?: .*)?",
    re.IGNORECASE,
).fullmatch
LONGEST_NAME, LONGEST_NUMBER = 200, 40


def name(text: str) -> str:
    """Return a name with single spaces."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_NAME else ""


def reference(text: str) -> str:
    """Return a number that somebody gave a supplier, as it is written."""
    text = text.strip()
    return text if len(text) <= LONGEST_NUMBER else ""


@lru_cache(maxsize=KEPT_IN_MIND)
def day(text: str) -> date | None:
    """Return a day of any century, as registers write it: 31/03/1862, 1862-03-31, with or without a time."""
    text = text.strip()
    try:
        if found := YEAR_FIRST(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := DAY_FIRST_IN_FULL(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    return None


@lru_cache(maxsize=KEPT_IN_MIND)
def month(text: str) -> date | None:
    """Return the first day of a month such as 202605."""
    found = MONTH(text.strip())
    try:
        return date(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None


def recent_day(text: str) -> date | None:
    """Return a day of this century, in any way that people write one, the day before the month."""
    return read_date(text, DAY_FIRST, serials=True)


def yes_or_no(text: str) -> str:
    """Return "yes" or "no"; "" where it says neither."""
    word = " ".join(text.lower().split())
    return "yes" if word in YES else "no" if word in NO else ""


def basis(text: str) -> SiteBasis | None:
    return next((basis for basis, is_so in BASES if is_so(text)), None)


def kind(text: str) -> SupplierKind | None:
    """Return the legal form that a text names, nothing where it names none, or says what it is not."""
    return None if DENIED(text) else next((kind for kind, is_so in KINDS if is_so(text)), None)


def is_abroad(country: str) -> bool:
    """Whether the country is named and is another than the United Kingdom. The Channel Islands and Man are."""
    country = country.strip()
    return bool(country) and not HOME(country)
