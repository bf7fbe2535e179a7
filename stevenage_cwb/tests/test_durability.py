"""What we said we have, we have, once, though the database is killed meanwhile."""

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from stevenage_cwb.tests.portal import served
from stevenage_cwb.tests.visitor import Visitor

pytestmark = [pytest.mark.slow]

SENDS, DOUBLE_CLICKS_EVERY, KILLS_AFTER = 200, 4, (50, 130)


@pytest.fixture(scope="module")
def own_portal():
    """A portal whose database may be killed: nobody else uses it."""
    with served(PLEDGE_MIN_SECONDS="0", PLEDGE_SENDS_PER_MINUTE="0", PLEDGE_SENDS_PER_MINUTE_OVERALL="0") as portal:
        yield portal


def kill_database(portal):
    os.kill(json.loads(portal.manage("database", "info", "--json"))["pid"], signal.SIGKILL)


def stored(portal, prefix):
    """Return the references of the pledges whose text begins with a prefix."""
    code = (
        "from pledges.models import Pledge;"
        f"print(*Pledge.objects.filter(text__startswith={prefix!r}).values_list('reference', flat=True))"
    )
    return portal.manage("shell", "--no-imports", "-c", code).split()


def test_200_sends_with_double_clicks_and_two_kills_lose_none_and_double_none(own_portal):
    acknowledged = []

    def one(number):
        visitor = Visitor(own_portal.address)
        check = visitor.fill_in(text=f"canary {number}")
        if number % DOUBLE_CLICKS_EVERY:
            return [visitor.send(check)]
        page, twin = visitor.page, Visitor(own_portal.address)
        twin.opener, twin.page = visitor.opener, page
        with ThreadPoolExecutor(2) as clicks:
            return list(clicks.map(lambda who: who.send(check), (visitor, twin)))

    with ThreadPoolExecutor(6) as people:
        for number, references in enumerate(people.map(one, range(SENDS))):
            acknowledged.append(set(references))
            if number in KILLS_AFTER:
                kill_database(own_portal)

    assert {len(references) for references in acknowledged} == {1}
    references = [reference for each in acknowledged for reference in each]
    assert sorted(references) == sorted(stored(own_portal, "canary"))
    assert len(references) == SENDS


def test_while_the_database_is_away_the_form_is_served_and_sending_keeps_everything(own_portal):
    visitor = Visitor(own_portal.address)
    visitor.ask("/pledges/make/")
    own_portal.manage("database", "stop")

    check = visitor.fill_in(text="outage canary")
    visitor.ask(check, visitor.hidden())
    kept = visitor.page

    own_portal.manage("database", "start")
    visitor.page = kept
    reference = visitor.send(check)
    own_portal.manage("database", "stop")
    own_portal.manage("database", "start")

    assert set(visitor.seen[:-1]) == {200, 503}
    assert "outage canary" in kept
    assert "pat@example.org" in kept
    assert "Try again" in kept
    assert stored(own_portal, "outage") == [reference]


def test_the_first_answer_after_the_database_is_back_comes_within_seconds(own_portal):
    visitor = Visitor(own_portal.address)
    check = visitor.fill_in(text="quick canary")

    kill_database(own_portal)
    began = time.monotonic()
    visitor.send(check)

    assert time.monotonic() - began < 10
