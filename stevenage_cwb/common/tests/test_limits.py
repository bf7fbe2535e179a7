"""How often somebody may try something."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from stevenage_cwb.common import limits
from stevenage_cwb.common.models import Attempt

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_only_the_last_seconds_of_the_same_person_and_thing_count():
    limits.record(what="pledge", who="one", at=NOON)
    limits.record(what="pledge", who="two", at=NOON)
    limits.record(what="sign-in", who="one", at=NOON)

    def lately(after):
        at = NOON + timedelta(seconds=after)
        return limits.lately(what="pledge", who="one", at=at, seconds=60)

    assert [lately(0), lately(59), lately(60)] == [1, 1, 0]


@pytest.mark.django_db
def test_nobody_is_remembered_longer_than_a_day():
    limits.record(what="pledge", who="one", at=NOON)

    assert limits.forget_old(at=NOON + timedelta(hours=23)) == 0
    assert limits.forget_old(at=NOON + timedelta(hours=24)) == 1
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "127.0.0.1"),
        (0, "192.0.2.1", "127.0.0.1"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (2, "203.0.113.9, 192.0.2.1", "203.0.113.9"),
        (2, "192.0.2.1", "127.0.0.1"),
        (1, None, ""),
    ],
)
def test_only_what_our_own_proxies_say_of_the_address_is_believed(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}

    assert limits.address_of(RequestFactory().get("/", headers=headers)) == expected


def test_the_digest_of_an_address_depends_on_our_key(settings):
    first = limits.digest("192.0.2.1")

    settings.SECRET_KEY = "another key altogether"

    assert limits.digest("192.0.2.1") != first
