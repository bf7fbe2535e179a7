"""The demonstration's payments: plainly made up, of every kind that there is, through what officers really do."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum

from charter.models import Neighbourhood
from spending import actions, measures
from spending.actions import attributing
from spending.actions.demonstration.payments import quarters
from spending.actions.demonstration.world import World
from spending.models import (
    AttributedPayment,
    Body,
    Category,
    Department,
    ImportNote,
    MatchBasis,
    Payee,
    Postcode,
    Scope,
    Supplier,
    SupplierSite,
    Tier,
    Total,
    WhyUnknown,
)
from spending.pages.share import Look, share
from spending.pages.survey import published_survey
from spending.tests.make import make_officer
from spending.tests.once import loaded_once
from stevenage_cwb.common.models import OutboxMessage

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demonstration as it is on a day of November. Yields how many payments it has."""
    with loaded_once(django_db_blocker):
        call_command("load_words", verbosity=0)
        yield actions.load_demonstration(by=make_officer("lead"), at=NOVEMBER)


def kinds(column: str) -> set[object]:
    """Return what stands in a column of what is known of the payments."""
    return set(AttributedPayment.objects.values_list(f"attribution__{column}", flat=True))


def test_it_has_everything_that_the_pages_can_show(loaded):
    assert kinds("tier") == set(Tier)
    assert kinds("scope") == set(Scope)
    assert kinds("match_basis") >= set(MatchBasis) - {MatchBasis.CHARITY_NUMBER}
    assert kinds("why_unknown") >= set(WhyUnknown) - {WhyUnknown.BLANK, WhyUnknown.NO_SITE, WhyUnknown.NO_POSTCODE}
    assert kinds("neighbourhood") == {None, *Neighbourhood.objects.values_list("pk", flat=True)}
    assert kinds("is_branch") == {True, False}
    assert AttributedPayment.objects.filter(amount_pence__lt=0).count() > 20
    assert (Department.objects.count(), Category.objects.count()) >= (7, 12)


def test_one_file_has_rows_that_cannot_be_read_and_the_newest_waits_for_a_yes(loaded):
    notes = ImportNote.objects.order_by("pk")

    assert loaded == 4_000
    assert [note.quarantined_rows for note in notes] == [0, 0, 0, 0, 0, 0, 3, 0, 0, 0]
    assert [note.accepted_at is None for note in notes] == [False] * 9 + [True]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_nine_tenths_of_each_year_has_a_place_and_some_of_it_is_here(loaded, year):
    totals = Total.objects.filter(
        grain="all", attribution__scope=Scope.IN, quarter__gte=date(year, 4, 1), quarter__lt=date(year + 1, 4, 1)
    )
    pence = dict(totals.values_list("attribution__tier").annotate(pence=Sum("pence")).order_by())
    analysed, unknown = sum(pence.values()), pence[Tier.UNKNOWN]

    assert Fraction(88, 100) <= measures.coverage(located=analysed - unknown, analysed=analysed) <= Fraction(93, 100)
    assert Fraction(20, 100) <= Fraction(pence[Tier.T1], analysed - unknown) <= Fraction(35, 100)


def test_the_page_of_each_department_has_what_the_cells_of_the_files_add_up_to(loaded):
    """By the cells as they came, without anything that we know or keep of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.raw ->> 5, sum((p.raw ->> -1)::numeric * 100), count(*)
            FROM spending_payment p JOIN spending_importnote n ON n.file_id = p.file_id AND n.accepted_at IS NOT NULL
            WHERE to_date(p.raw ->> 0, 'DD/MM/YYYY') BETWEEN '2025-04-01' AND '2026-03-31'
            GROUP BY 1 ORDER BY 1
            """
        )
        added = cursor.fetchall()

    assert len(added) >= 7
    for name, pence, count in [*added, ("", sum(row[1] for row in added), sum(row[2] for row in added))]:
        number = str(Department.objects.get(name=name).pk) if name else ""
        page = share(Look(year="2025-26", department=number), on=NOVEMBER.date())
        year = page.bridge.line("year")
        assert [figure.value for figure in year.figures] == [pence, count], name


def test_nobody_can_take_a_name_or_a_place_for_a_real_one(loaded):
    world = World.shipped(today=NOVEMBER.date())
    plain = {*world.people, *world.nameless}
    names = {*Payee.objects.values_list("name", flat=True), *Supplier.objects.values_list("name", flat=True)}

    assert {name for name in names - plain if "(fictional)" not in name.lower()} == set()
    assert Body.objects.get().name.endswith("(made up)")
    places = {*Postcode.objects.values_list("postcode"), *SupplierSite.objects.values_list("postcode")}
    assert {place for (place,) in places if place and not place.startswith("ZZ")} == set()
    assert not OutboxMessage.objects.exclude(to__endswith="@example.org").exists()


def test_what_is_derived_of_it_is_right(loaded):
    assert attributing.differences() == []


def test_its_survey_is_public_with_figures(loaded):
    result = published_survey(body=Body.objects.get().pk, year_starting=2025)

    assert (result.asked, result.answered, result.too_little) == (24, 16, "")
    assert result.rounds.lm3.low < result.rounds.lm3.central < result.rounds.lm3.high


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 22), "2024-25 Q1", "2026-27 Q2"),
        (date(2027, 3, 31), "2024-25 Q1", "2026-27 Q3"),
        # On the first day of a year, the last of the quarters is of the year before.
        (date(2027, 4, 1), "2025-26 Q1", "2026-27 Q4"),
        (date(2027, 6, 30), "2025-26 Q1", "2026-27 Q4"),
        (date(2027, 7, 1), "2025-26 Q1", "2027-28 Q1"),
        (date(2028, 1, 1), "2025-26 Q1", "2027-28 Q3"),
    ],
)
def test_it_holds_two_years_and_the_quarters_since_then_that_are_over(today, first, last):
    made = quarters(World.shipped(today=today))

    assert (made[0].name, made[-1].name) == (first, last)
    assert {1_500 < 4 * len(quarter.payments) < 2_500 for quarter in made} == {True}


def test_payments_stand_in_their_own_quarter_and_are_the_same_every_time():
    world = World.shipped(today=date(2028, 4, 1))

    for quarter in quarters(world):
        days = [payment.day for payment in quarter.payments]
        assert quarter.last_day.replace(day=1).month - days[0].month == 2
        assert days == sorted(days)
        assert days[-1] <= quarter.last_day
    assert quarters(world) == quarters(world)
