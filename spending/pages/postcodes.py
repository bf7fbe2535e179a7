"""The one form in which postcodes are kept and compared. No database: whether one exists, the directory says."""

import re

SPACES = re.compile(r"\s+")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})").fullmatch
WITHIN = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b").findall


def postcode(text: str) -> str:
    """Return a postcode in capitals with its one space, or nothing where it cannot be one."""
    found = POSTCODE(SPACES.sub("", text).upper())
    return f"{found[1]} {found[2]}" if found else ""


def postcode_within(address: str) -> str:
    """Return the last postcode that stands in an address of one line, or nothing."""
    found = WITHIN(SPACES.sub(" ", address).upper())
    return " ".join(found[-1]) if found else ""
