"""What machines ask: does it live, and is it ready."""

import pytest
from django.db import OperationalError, connection

from stevenage_cwb.common import durability

pytestmark = pytest.mark.django_db


def no_database(*args: object) -> None:
    raise OperationalError("away")


def test_it_lives_without_a_database(client):
    with connection.execute_wrapper(no_database):
        assert client.get("/health/live").status_code == 200


def test_it_is_ready_while_the_database_keeps_what_it_is_given(client):
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_it_is_not_ready_while_the_database_is_away(client):
    with connection.execute_wrapper(no_database):
        answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.content == b"The database does not answer.\n"


def test_it_is_not_ready_while_a_commit_may_be_lost(client):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.content.decode().splitlines() == durability.faults(connection)


def test_no_answer_about_health_is_kept_by_a_cache(client):
    assert "no-store" in client.get("/health/live")["Cache-Control"]
