"""A name is somebody's on the days when nobody else had it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spending.actions.matching.days import Bearer, Days, Organisation, covers, sole_days

A = Organisation(None, 1, is_registered=True)
B = Organisation(None, 2, is_registered=True)
C = Organisation(None, 3, is_registered=True)
RECORDED = Organisation(7, None, is_registered=False)
ALSO_RECORDED = Organisation(8, None, is_registered=False)


def year(number):
    return date(number, 1, 1)


def borne(who, first=None, last=None):
    return Bearer(who, Days(first and year(first), last and year(last)))


@pytest.mark.parametrize(
    ("bearers", "sole"),
    [
        ([], []),
        ([borne(A)], [(A, None, None)]),
        ([borne(A, 2010)], [(A, 2010, None)]),
        ([borne(A, 2010, 2020)], [(A, 2010, 2020)]),
        # Renamed, and another takes the name on the same day.
        ([borne(A, 2010, 2020), borne(B, 2020)], [(A, 2010, 2020), (B, 2020, None)]),
        # Homonyms: neither, while both live.
        ([borne(A), borne(B)], []),
        ([borne(A, 2010), borne(B, 2015, 2018)], [(A, 2010, 2015), (A, 2018, None)]),
        ([borne(A, 2010, 2015), borne(B, 2012, 2020)], [(A, 2010, 2012), (B, 2015, 2020)]),
        # The same organisation twice, by two registers: one.
        ([borne(A, 2010, 2015), borne(A, 2012, 2020)], [(A, 2010, 2020)]),
        ([borne(A, 2010, 2015), borne(A, 2015, 2020)], [(A, 2010, 2020)]),
        ([borne(A, 2010, 2012), borne(A, 2015, 2020)], [(A, 2010, 2012), (A, 2015, 2020)]),
        # The council's own record, beside one registered organisation of its name, and beside two.
        ([borne(RECORDED), borne(A, 2010)], [(RECORDED, None, None)]),
        ([borne(RECORDED), borne(A, 2010), borne(B, 2015)], [(RECORDED, None, 2015)]),
        ([borne(RECORDED), borne(ALSO_RECORDED)], []),
        ([borne(RECORDED), borne(ALSO_RECORDED), borne(A)], []),
    ],
)
def test_who_alone_had_a_name_when(bearers, sole):
    found = [(who, days.first and days.first.year, days.last and days.last.year) for who, days in sole_days(bearers)]

    assert found == sole


SOME_DAYS = st.integers(0, 40).map(lambda number: date(2020, 1, 1) + timedelta(number))
PERIODS = st.builds(
    lambda first, last, has_first, has_last: Days(
        min(first, last) if has_first else None, max(first, last) + timedelta(1) if has_last else None
    ),
    SOME_DAYS,
    SOME_DAYS,
    st.booleans(),
    st.booleans(),
)
BEARERS = st.lists(st.builds(Bearer, st.sampled_from([A, B, C]), PERIODS), max_size=6)


@given(BEARERS, SOME_DAYS)
def test_a_day_is_an_organisations_only_where_it_alone_bears_the_name(bearers, day):
    bore = {bearer.organisation for bearer in bearers if covers(bearer.days, day)}
    found = {who for who, days in sole_days(bearers) if covers(days, day)}

    assert found == (bore if len(bore) == 1 else set())


@given(BEARERS)
def test_the_days_found_never_overlap_nor_touch_where_they_are_ones(bearers):
    found = sole_days(bearers)

    for (who, days), (next_one, next_days) in pairwise(found):
        assert days.last <= next_days.first
        assert who != next_one or days.last < next_days.first
