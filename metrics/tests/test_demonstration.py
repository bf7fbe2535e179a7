"""The demonstration has of everything that pages must say, on any day of the year, and none of it is real."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from metrics.actions.checking import failing
from metrics.actions.demonstration import MADE_UP, load_demonstration
from metrics.models import Batch, Definition, Marker, Observation, Suppression, Target
from metrics.pages.targets import targets
from metrics.tests.make import make_steward

pytestmark = pytest.mark.django_db
DAYS = [
    datetime(2026, 4, 1, 0, 30, tzinfo=UTC),
    datetime(2026, 11, 16, 9, tzinfo=UTC),
    datetime(2027, 3, 31, 22, tzinfo=UTC),
]


@pytest.mark.parametrize("at", DAYS, ids=lambda at: f"{at:%d %B}")
def test_it_shows_every_kind_of_figure_and_target(at):
    call_command("load_words", verbosity=0)
    load_demonstration(by=make_steward(), reviewer=make_steward("other"), at=at)

    entered = Observation.objects.filter(batch__entered_by__isnull=False)
    markers = set(entered.newest().values_list("marker", flat=True))
    aims = targets()

    assert {Marker.PROVISIONAL, Marker.REVISED, ""} <= markers
    assert {Suppression.PRIMARY, Suppression.SECONDARY} <= set(entered.values_list("suppression", flat=True))
    assert 5 < Definition.objects.exclude(observations__isnull=False).filter(collection="entered").count() < 20
    assert any(aim.replaced_on for aim in aims)
    assert {aim.was_late for aim in aims} == {True, False}
    assert Batch.objects.filter(entered_by__isnull=False, review=None).count() == 1
    assert not [result for result in failing() if result.rule.severity == "blocks"]
    assert not Batch.objects.filter(entered_by__isnull=False).exclude(evidence__endswith=MADE_UP).exists()
    assert not Target.objects.exclude(why__endswith=MADE_UP).exists()
    assert not Batch.objects.filter(made_at__gt=at).exists()
