"""The demonstration's books: plainly made up, of everything that a statement can show, through what officers do."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

import pledges.actions
import spending.actions
from balancesheet import actions
from balancesheet.tests.make import make_person
from spending.tests.make import make_officer
from spending.tests.once import loaded_once

pytestmark = pytest.mark.django_db
NOVEMBER = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demonstration as it is on a day of November. Yields how many entries it has."""
    with loaded_once(django_db_blocker):
        call_command("load_words", verbosity=0)
        lead = make_officer("lead")
        import time
        t=time.time()
        spending.actions.load_demonstration(by=lead, at=NOVEMBER)
        print("spending", time.time()-t); t=time.time()
        pledges.actions.load_demonstration(by=make_person("officer"), lead=lead, at=NOVEMBER)
        print("pledges", time.time()-t); t=time.time()
        n = actions.load_demonstration(by=make_person("officer"), checked_by=lead, at=NOVEMBER)
        print("balance", time.time()-t, n)
        yield n

def test_x(loaded):
    assert 0
