"""What is about few people cannot be worked out: not from one release, not from two, not by any adding and subtracting.

The attacker here is another than the guard: it asks by ranks whether a value follows, and does not solve for it.
"""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.measures.lines import lines
from metrics.measures.suppression import Cell, Line, Release, is_small, kept_back
from metrics.models import Period

LEAST = 5
YEAR = Period.year(2025)
QUARTERS = [Period("quarter", date(2025 + (month < 4), month, 1)) for month in (4, 7, 10, 1)]
A_PRIME = 2**31 - 1
PLACES, KINDS = ["bedwell", "chells", "manor"], ["16 to 24", "25 to 49", "50 or over"]


def cell(place="", kind="", period=YEAR):
    return Cell(period, place, "age" if kind else "", kind)


def table(counts, *, period=YEAR):
    """Return a table of places and kinds with all its totals, from counts in rows of places."""
    values = {}
    for (place, kind), count in zip(product(PLACES, KINDS), counts, strict=True):
        for key in {cell(p, k, period) for p in (place, "") for k in (kind, "")}:
            values[key] = (values.get(key, (0, None))[0] + count, None)
    return values


def release(values, before=()):
    asked = Release(values, lines(values, over_places=True, over_time=True))
    small = {key for key, (count, _) in values.items() if is_small(least=LEAST, counts=[count], is_share=False)}
    return Release(values, asked.lines, kept_back(asked, small=small, least=LEAST, before=before))


def rank(rows):
    """Return the rank of rows of whole numbers, modulo a prime."""
    rows, found = [dict(row) for row in rows], 0
    while rows:
        row = {key: value % A_PRIME for key, value in rows.pop().items() if value % A_PRIME}
        if not row:
            continue
        found += 1
        pivot, lead = next(iter(row.items()))
        inverse = pow(lead, -1, A_PRIME)
        for other in rows:
            factor = other.get(pivot, 0) * inverse
            for key, value in row.items():
                other[key] = (other.get(key, 0) - factor * value) % A_PRIME
    return found


def told(releases):
    """Return what an attacker learns that nobody published, thinking that what did not change is the same."""
    public = {(key, each.values[key]) for each in releases for key in each.values if key not in each.kept_back}
    rows = []
    for each in releases:
        for line in each.lines:
            signed = [(line.whole, -1), *((part, 1) for part in line.parts)]
            rows.append({(key, each.values[key]): s for key, s in signed if (key, each.values[key]) not in public})
    unknown = {(key, each.values[key]) for each in releases for key in each.kept_back} - public
    return {each for each in unknown if rank([*rows, {each: 1}]) == rank(rows)}


@pytest.mark.parametrize(
    ("counts", "is_share", "expected"),
    [
        ([4], False, True),
        ([5], False, False),
        ([1], False, True),
        ([0], False, False),  # nobody is nobody
        ([-3], False, True),
        ([5, 5], True, False),
        ([4, 96], True, True),
        ([96, 4], True, True),  # those of whom it is not true
        ([0, 40], True, True),  # it says the same of all forty
        ([40, 0], True, True),
    ],
)
def test_fewer_than_the_least_are_few_and_nobody_is_not(counts, is_share, expected):
    assert is_small(least=LEAST, counts=counts, is_share=is_share) is expected


def test_what_is_not_about_people_is_never_small():
    assert not is_small(least=0, counts=[1], is_share=False)


def test_one_small_cell_takes_the_smallest_other_of_its_row_with_it():
    values = {cell(): (60, None), cell("bedwell"): (3, None), cell("chells"): (40, None), cell("manor"): (17, None)}

    assert release(values).kept_back == {cell("bedwell"), cell("manor")}


def test_nothing_is_kept_back_where_nothing_is_small():
    assert release(table([5, 0, 7, 12, 5, 9, 6, 0, 8])).kept_back == frozenset()


def test_two_that_are_one_each_take_a_third_for_their_sum_would_tell_both():
    values = {cell(): (42, None), cell("bedwell"): (1, None), cell("chells"): (1, None), cell("manor"): (40, None)}

    assert release(values).kept_back == {cell("bedwell"), cell("chells"), cell("manor")}


def test_a_quarter_cannot_be_had_from_its_year():
    values = {cell(): (40, None)} | {
        cell(period=quarter): (count, None) for quarter, count in zip(QUARTERS, (3, 20, 9, 8), strict=True)
    }

    assert release(values).kept_back == {cell(period=QUARTERS[0]), cell(period=QUARTERS[3])}


def test_a_small_cell_of_a_quarter_takes_a_ring_of_three_with_it_and_no_more():
    first = table([30, 0, 0, 20, 0, 0, 40, 0, 0], period=QUARTERS[0])
    second = table([3, 0, 0, 20, 0, 0, 40, 0, 0], period=QUARTERS[1])
    year = table([33, 0, 0, 40, 0, 0, 80, 0, 0])
    values = {key: count for key, count in (first | second | year).items() if not key.category}

    ring = {cell(place, period=period) for place in ("bedwell", "chells") for period in (YEAR, QUARTERS[1])}
    assert release(values, [release({key: first[key] for key in values if key in first})]).kept_back == ring


def test_a_year_of_which_one_quarter_is_on_record_says_nothing_of_it():
    values = {cell(): (40, None), cell(period=QUARTERS[0]): (3, None)}

    assert release(values).kept_back == {cell(period=QUARTERS[0])}


def test_a_cell_that_grew_is_shown_and_its_cover_stays_kept_back():
    first = release({cell(): (60, None), **{cell(p): (n, None) for p, n in zip(PLACES, (3, 40, 17), strict=True)}})
    second = release(
        {cell(): (80, None), **{cell(p): (n, None) for p, n in zip(PLACES, (23, 40, 17), strict=True)}}, [first]
    )

    # Had manor's 17 come out now, it would have told bedwell's 3 of then.
    assert cell("manor") in second.kept_back
    assert not told([first, second])


def test_what_was_shown_before_is_no_cover():
    first = release({cell(): (60, None), **{cell(p): (n, None) for p, n in zip(PLACES, (6, 37, 17), strict=True)}})
    second = release(
        {cell(): (58, None), **{cell(p): (n, None) for p, n in zip(PLACES, (4, 37, 17), strict=True)}}, [first]
    )

    assert first.kept_back == frozenset()
    # Bedwell's 4 is hidden by hiding the new total: the other two places are known.
    assert second.kept_back == {cell("bedwell"), cell()}


def test_the_attacker_of_these_tests_finds_what_is_badly_hidden():
    values = {cell(): (60, None), cell("bedwell"): (3, None), cell("chells"): (57, None)}
    line = Line(cell(), (cell("bedwell"), cell("chells")))

    assert told([Release(values, (line,), frozenset({cell("bedwell")}))]) == {(cell("bedwell"), (3, None))}


counts = st.lists(st.one_of(st.integers(0, 7), st.integers(8, 60)), min_size=9, max_size=9)


@settings(max_examples=60, deadline=None)
@given(counts)
def test_no_cell_of_a_release_can_be_worked_out(first):
    one = release(table(first))

    assert all(key in one.kept_back for key, (count, _) in one.values.items() if 0 < count < LEAST)
    assert told([one]) == set()
    assert one == release(table(first))


@settings(max_examples=60, deadline=None)
@given(counts, st.lists(st.tuples(st.integers(0, 8), st.integers(0, 30)), max_size=4))
def test_no_cell_of_two_releases_can_be_worked_out(first, changes):
    second = list(first)
    for place, count in changes:
        second[place] = count
    one = release(table(first))
    two = release(table(second), [one])

    assert told([one, two]) <= already_told(one, two)


def already_told(one, two):
    """Return what no guard could hide: it follows from the first release, with everything new kept back."""
    nothing_new = Release(two.values, two.lines, frozenset(two.values))
    return told([one, nothing_new])
