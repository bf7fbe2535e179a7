"""The demonstration's books on days on which a year turns."""

from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from balancesheet import actions
from balancesheet.models import Entry, Year
from balancesheet.tests.make import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("at", "first_year"),
    [
        (datetime(2027, 3, 31, 22, 59, tzinfo=UTC), 2024),
        (datetime(2027, 3, 31, 23, 30, tzinfo=UTC), 2025),
    ],
    ids=["the last minute of a year", "half past midnight of the next"],
)
def test_it_can_be_loaded_on_any_day(at, first_year):
    call_command("load_words", verbosity=0)

    actions.load_demonstration(by=make_person("officer"), checked_by=make_person("lead"), at=at)

    assert sorted(set(Year.objects.values_list("year_starting", flat=True))) == [first_year + n for n in range(3)]
    assert not Entry.objects.filter(dated__gt=at.date()).exclude(dated=date(2027, 4, 1)).exists()
