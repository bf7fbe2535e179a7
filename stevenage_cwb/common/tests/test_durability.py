"""Each setting that can lose what was stored is told of; a server as it should be is not."""

import pytest
from django.db import connection

from stevenage_cwb.common import durability

pytestmark = pytest.mark.django_db


def test_the_default_database_loses_nothing() -> None:
    assert durability.faults(connection) == []


def test_asynchronous_commits_are_a_fault() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    assert durability.faults(connection) == [
        "PostgreSQL's synchronous_commit is off: what was stored could be lost. Switch it on."
    ]


def test_the_zone_of_our_own_session_says_nothing_about_the_server() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'America/New_York'")

    assert durability.faults(connection) == []
