"""What the titles of columns mean, as titles.toml lists it."""

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from spending.actions.reading.lines import AmountBasis, DateKind

# A score below this is a guess that a person should see.
SURE = 50
# Below this it names something else that is as often in files.
LIKELY = 40


LISTED = tomllib.loads(Path(__file__).with_name("titles.toml").read_text(encoding="utf-8"))


def pattern(titles: list[str]) -> Callable[[str], re.Match[str] | None]:
    """Return what matches a whole title of this list."""
    text = "|".join(titles)
    for name, words in LISTED["words"].items():
        text = text.replace(f"<{name}>", f"(?:{'|'.join(words)})")
    return re.compile(text).fullmatch


# For each role its scores, each with what tells whether a title has it.
MEANINGS = {
    role: [(entry["score"], pattern(entry["titles"])) for entry in entries] for role, entries in LISTED["roles"].items()
}
WORD_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])")
NOT_A_WORD = re.compile(r"[^a-z0-9]+")
SIGNS = str.maketrans({"£": " gbp ", "€": " eur ", "$": " usd ", "'": ""})
LONGEST_TITLE = 120
KEPT_IN_MIND = 10_000


@lru_cache(maxsize=KEPT_IN_MIND)
def plain(title: str) -> str:
    """Return the words of a title: "Supplier(Beneficiary) Name" is "supplier beneficiary name"."""
    parted = WORD_BREAK.sub(" ", title[:LONGEST_TITLE].translate(SIGNS)).lower()
    return NOT_A_WORD.sub(" ", parted).strip()


@lru_cache(maxsize=KEPT_IN_MIND)
def rank(role: str, title: str) -> int:
    """Return how surely the title names the role: 100 to 1, 0 where it does not."""
    words = plain(title)
    return next((score for score, matches in MEANINGS[role] if matches(words)), 0)


@lru_cache(maxsize=KEPT_IN_MIND)
def is_title(text: str) -> bool:
    """Whether this could stand in a header."""
    return any(rank(role, text) >= SURE for role in MEANINGS)


@lru_cache(maxsize=KEPT_IN_MIND)
def denies(role: str, title: str) -> bool:
    """Whether the title says that its column is something that the role is mistaken for."""
    words = plain(title)
    return next((score == 0 for score, matches in MEANINGS[role] if matches(words)), False)


def other_register(titles: Sequence[str]) -> str:
    """Return which other register these titles are of, "" where they may be of payments."""
    words = [plain(title) for title in titles]
    if any(rank("date", title) >= rank("date", "Payment Date") for title in titles):
        return ""
    for name, signs in LISTED["registers"].items():
        if sum(any(sign in title for sign in signs["titles"]) for title in words) >= signs["fewest"]:
            return str(name)
    return ""


def amount_basis(title: str) -> AmountBasis:
    """Return whether the title says net or gross of VAT."""
    words = plain(title)
    if rank("amount", title) >= rank("amount", "Net"):
        return AmountBasis.NET
    if re.search(r"\b(?:gross|inc|incl|including|inclusive)\b", words):
        return AmountBasis.GROSS
    return AmountBasis.UNSTATED


DATE_KINDS = {100: DateKind.PAYMENT, 90: DateKind.TRANSACTION, 70: DateKind.LEDGER, 60: DateKind.INVOICE}


def date_kind(title: str) -> DateKind:
    return DATE_KINDS.get(rank("date", title), DateKind.UNSTATED)
