"""Finds personal details in free text, so that a person can think twice and an officer can look."""

import re
from dataclasses import dataclass

# Each pattern is written to miss rarely rather than never to cry wolf: a person decides what to do.
PATTERNS = {
    "an e-mail address": re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"),
    "a phone number": re.compile(r"(?<![\w£.])(?:\+44|0044|\(?0)(?:[ .()-]*\d){9,10}(?![\d])"),
    "a postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE),
    "a National Insurance number": re.compile(
        r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d{2}){3}[ -]?[A-D]\b",
        re.IGNORECASE,
    ),
    "a bank card number": re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)"),
}


@dataclass(frozen=True)
class Finding:
    """A detail in a text: what it looks like, and where it stands (characters from the start)."""

    kind: str
    text: str
    start: int
    end: int


def find(text: str) -> list[Finding]:
    """Return every personal detail in the text, in the order in which they stand."""
    found = [
        Finding(kind=kind, text=match.group(), start=match.start(), end=match.end())
        for kind, pattern in PATTERNS.items()
        for match in pattern.finditer(text)
        if kind != "a bank card number" or is_card_number(match.group())
    ]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def is_card_number(text: str) -> bool:
    """Tell whether the digits end in the right check digit (ISO/IEC 7812, Luhn)."""
    digits = [int(digit) for digit in text if digit.isdigit()][::-1]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
