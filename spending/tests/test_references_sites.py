"""Whatever files say of a supplier's sites, in whatever order: one place at a time, and the past is kept."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spending.actions.references.sites import Sites
from spending.actions.references.taking import Taking
from spending.models import ReferenceKind, Supplier, SupplierSite
from spending.tests.make_known import make_site, make_supplier
from spending.tests.make_references import sites

pytestmark = pytest.mark.django_db

FIRST = date(2026, 1, 1)
MARCH, MAY, JULY = date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)
SAYINGS = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["SG1 1AA", "SG1 1AB", ""])), min_size=1, max_size=6)


def say(supplier: Supplier, *said: tuple[date, str]) -> Taking:
    """Take in a file that says on which days the supplier was where; nowhere: outside the UK."""
    taking = Taking(kind=ReferenceKind.CONTRACTS, path=Path(), name="file", as_at=FIRST)
    with Sites() as settled:
        for row, (day, postcode) in enumerate(said, 2):
            settled.said.add(row, supplier.pk, "declared", postcode, not postcode, None, day, "a file")
        settled.settle(taking)
    return taking


@settings(max_examples=40, deadline=None)
@given(files=st.lists(SAYINGS, min_size=1, max_size=4))
def test_a_supplier_is_at_one_place_at_a_time_and_now_where_it_was_last(files):
    supplier = make_supplier()
    last = -1
    for said in files:
        say(supplier, *[(FIRST + timedelta(days=day), postcode) for day, postcode in said])
        stays = sites(supplier)

        assert stays[0][2] is None
        assert stays[-1][3] is None
        assert [ends for *_, ends in stays[:-1]] == [begins for _, _, begins, _ in stays[1:]]
        assert all(ends > (begins or date.min) for _, _, begins, ends in stays[:-1])
        latest = max(day for day, _ in said)
        if latest > last:
            # Of two places for one day, the first row is believed.
            place = next(postcode for day, postcode in said if day == latest)
            assert stays[-1][1] == place
        last = max(last, latest)


@settings(max_examples=40, deadline=None)
@given(files=st.lists(SAYINGS, min_size=1, max_size=3))
def test_files_in_order_of_time_leave_what_one_file_of_all_would(files):
    one, other = make_supplier("One Ltd"), make_supplier("Other Ltd")
    # Each file speaks of days after those of the file before.
    said = [[(FIRST + timedelta(days=100 * at + day), code) for day, code in rows] for at, rows in enumerate(files)]
    for rows in said:
        say(one, *rows)
    say(other, *[row for rows in said for row in rows])

    assert sites(one) == sites(other)


def test_a_site_that_an_officer_closed_stays_closed_and_a_new_one_begins_then():
    supplier = make_supplier()
    make_site(supplier, "SG1 1AA", basis="declared", as_at=MARCH, valid_to=MAY)
    taking = say(supplier, (MARCH, "SG1 1AB"), (JULY, "AL7 1AU"))

    assert sites() == [("declared", "SG1 1AA", None, MAY), ("declared", "AL7 1AU", JULY, None)]
    assert taking.counts.changes["sites not taken, for later ones are known"] == 1


def test_a_site_that_began_after_its_source_spoke_is_not_ended_before_it_began():
    supplier = make_supplier()
    make_site(supplier, "SG1 1AA", basis="declared", as_at=MARCH, valid_from=MAY)
    say(supplier, (date(2026, 4, 1), "SG1 1AB"))
    assert sites() == [("declared", "SG1 1AA", MAY, None)]

    say(supplier, (MAY, "SG1 1AB"))
    assert sites() == [("declared", "SG1 1AB", MAY, None)]

    say(supplier, (JULY, "AL7 1AU"))
    assert sites() == [("declared", "SG1 1AB", MAY, JULY), ("declared", "AL7 1AU", JULY, None)]


def test_sites_of_other_suppliers_and_uses_stay():
    one, other = make_supplier("One Ltd"), make_supplier("Other Ltd")
    make_site(one, "SG1 1AA", basis="trading")
    make_site(other, "SG1 1AA", basis="declared")
    say(one, (JULY, "AL7 1AU"))

    assert sites(other) == [("declared", "SG1 1AA", None, None)]
    assert sites(one) == [("declared", "AL7 1AU", None, None), ("trading", "SG1 1AA", None, None)]


def test_a_supplier_that_leaves_the_uk_has_moved():
    supplier = make_supplier()
    say(supplier, (MARCH, "SG1 1AA"), (MAY, ""))

    assert sites() == [("declared", "SG1 1AA", None, MAY), ("declared", "", MAY, None)]
    assert SupplierSite.objects.get(valid_to=None).is_outside_uk
