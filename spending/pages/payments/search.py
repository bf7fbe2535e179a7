"""Finding payees by words of their names, at the same cost for a word that nobody bears and one that everybody does."""

from django.db.models import Q

from spending.pages.names import key
from spending.pages.payments.people import named_payees

# More payees than this are no answer: somebody who looks for "services" is told to add a word.
MOST_PAYEES = 1_000

# The index of likeness knows no word of one letter.
SHORTEST_WORD = 2


class NotSearchable(Exception):
    """Nothing can be looked for. The message says why, in words that follow a colon."""


def payees(q: str) -> tuple[int, ...]:
    """Return the payees whose names have words that begin with these, in any order. Costs one query.

    Raises NotSearchable where there is no word, or where more payees than MOST_PAYEES have them.
    """
    words = [word for word in key(q).split() if len(word) >= SHORTEST_WORD]
    if not words:
        raise NotSearchable(f"there is no word of two letters or more in “{q}”")
    found = named_payees()
    for word in words:
        found = found.filter(Q(key__startswith=word) | Q(key__contains=f" {word}"))
    numbers = tuple(found.values_list("pk", flat=True)[: MOST_PAYEES + 1])
    if len(numbers) > MOST_PAYEES:
        raise NotSearchable(f"“{q}” is in more than {MOST_PAYEES:,} names, too many to look through; add a word")
    return numbers
