"""How an entry is laid out in postings, and what can be none."""

from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancesheet.ledger import NotBalanced, NotWhole, OnBothSides, Refused, TooLarge
from balancesheet.ledger.drafts import LARGEST, said, swept
from balancesheet.tests.make import NOON, hours, make_draft, money


@pytest.mark.parametrize(
    ("debited", "credited", "lines"),
    [
        ([money("1010", 5)], [money("4010", 5)], [("GBP", "1010", "4010", 5)]),
        (
            [money("1010", 5), money("5010", 3)],
            [money("4010", 8)],
            [("GBP", "1010", "4010", 5), ("GBP", "5010", "4010", 3)],
        ),
        # A tie in the middle needs no third posting.
        (
            [money("1010", 5), money("5010", 3)],
            [money("4010", 5), money("4020", 3)],
            [("GBP", "1010", "4010", 5), ("GBP", "5010", "4020", 3)],
        ),
        (
            [money("1010", 4), money("5010", 4)],
            [money("4010", 5), money("4020", 3)],
            [("GBP", "1010", "4010", 4), ("GBP", "5010", "4010", 1), ("GBP", "5010", "4020", 3)],
        ),
        # Two units in one entry never meet.
        (
            [hours("5200", 7), money("1010", 5)],
            [money("4010", 5), hours("4200", 7)],
            [("GBP", "1010", "4010", 5), ("HOUR", "5200", "4200", 7)],
        ),
    ],
)
def test_an_entry_is_laid_out_in_few_postings(debited, credited, lines):
    assert swept(debited, credited) == lines


@st.composite
def sides(draw):
    """Two sides of one entry: accounts 0 to 4 against 5 to 9, in two units, with equal sums in each."""
    debited, credited = [], []
    for unit, make in (("GBP", money), ("HOUR", hours)):
        amounts = draw(st.lists(st.integers(1, 50), min_size=0 if debited else 1, max_size=5))
        debited += [make(f"d{unit}{place}", amount) for place, amount in enumerate(amounts)]
        cuts = draw(st.sets(st.integers(1, max(sum(amounts) - 1, 1)), max_size=4)) if sum(amounts) > 1 else set()
        edges = [0, *sorted(cuts), sum(amounts)] if amounts else [0]
        credited += [make(f"c{unit}{place}", after - before) for place, (before, after) in enumerate(pairwise(edges))]
    return debited, credited


@given(sides(), st.randoms())
def test_postings_keep_every_accounts_sum_in_at_most_one_fewer_than_there_are_parts(both, random):
    debited, credited = both
    lines = swept(debited, credited)

    given_out, taken = Counter(), Counter()
    for line in lines:
        given_out[line.unit, line.debit] += line.amount
        taken[line.unit, line.credit] += line.amount
    assert given_out == Counter({(leg.unit, leg.account): leg.amount for leg in debited})
    assert taken == Counter({(leg.unit, leg.account): leg.amount for leg in credited})
    assert len(lines) <= len(debited) + len(credited) - 1
    assert all(line.amount > 0 for line in lines)

    random.shuffle(debited)
    random.shuffle(credited)
    assert swept(debited, credited) == lines


@pytest.mark.parametrize("amount", [0, -1, 1.5, 2.0, Decimal("1.50"), True, None, "5"])
def test_only_a_whole_number_above_nothing_is_an_amount(amount):
    with pytest.raises(NotWhole, match="is no whole number of GBP above 0"):
        swept([money("1010", amount)], [money("4010", amount)])


def test_an_amount_has_fifteen_digits_at_most():
    assert swept([money("1010", LARGEST)], [money("4010", LARGEST)])[0].amount == 999_999_999_999_999
    with pytest.raises(TooLarge):
        swept([money("1010", LARGEST + 1)], [money("4010", LARGEST + 1)])


@pytest.mark.parametrize(
    ("debited", "credited", "words"),
    [
        ([money("1010", 5)], [money("4010", 4)], "Debits less credits in GBP are 1, not 0"),
        ([money("1010", 5)], [], "Debits less credits in GBP are 5, not 0"),
        ([], [money("1010", 5)], "Debits less credits in GBP are -5, not 0"),
        ([], [], "There is no amount in it"),
        # Five pounds are no five hours.
        ([money("1010", 5)], [hours("4200", 5)], "Debits less credits in"),
    ],
)
def test_both_sides_are_equal_in_each_unit(debited, credited, words):
    with pytest.raises(NotBalanced, match=words):
        swept(debited, credited)


def test_an_account_is_not_on_both_sides():
    with pytest.raises(OnBothSides, match="1010"):
        swept([money("1010", 5), money("5010", 2)], [money("1010", 3), money("4010", 4)])


@pytest.mark.parametrize("words", ["a\x00b", "half \ud83d", "\x00", "back \\\x00slash"])
def test_a_character_that_no_text_can_have_is_refused(words):
    with pytest.raises(Refused, match="a character that no text can have"):
        said(make_draft(words=words), at=NOON)


@pytest.mark.parametrize("words", ["a \\u0000 in words", "\\\\u0000", "whole 😀", "£5 – tab\tand\nline"])
def test_characters_that_only_look_so_are_taken(words):
    assert said(make_draft(words=words), at=NOON)
