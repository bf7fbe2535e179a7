"""Officers' sign-in: guessing stops, sessions end, nothing personal is logged."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from pledges.tests.make import MONDAY, make_officer
from stevenage_cwb.common import limits
from stevenage_cwb.common.logs import JsonLines

pytestmark = pytest.mark.django_db

SIGN_IN = "/admin/login/"
RIGHT, WRONG = "a long password", "not the password"


@pytest.fixture
def officer() -> User:
    return make_officer("olive")


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def try_to(client: Client, password: str, *, name: str = "olive", address: str = "192.0.2.1") -> int:
    answers = {"username": name, "password": password, "next": "/admin/"}
    return client.post(SIGN_IN, answers, REMOTE_ADDR=address).status_code


def test_the_right_password_lets_an_officer_in(client, officer):
    assert try_to(client, RIGHT) == 302
    assert client.get("/admin/").status_code == 200


def test_ten_wrong_passwords_shut_the_door_to_the_right_one_too_from_any_address(client, officer, clock):
    tries = [try_to(client, WRONG, address=f"192.0.2.{number}") for number in range(10)]

    assert tries == [200] * 10
    assert try_to(client, RIGHT, address="198.51.100.1") == 429
    clock.shift(timedelta(seconds=299))
    assert try_to(client, RIGHT) == 429


def test_the_door_opens_again_when_the_window_has_passed(client, officer, clock):
    for _ in range(12):
        try_to(client, WRONG)

    clock.shift(timedelta(seconds=301))

    assert try_to(client, RIGHT) == 302


@pytest.mark.parametrize("name", ["OLIVE", " olive "])
def test_another_spelling_of_the_name_is_no_way_round(client, officer, clock, name):
    for _ in range(10):
        try_to(client, WRONG, name=name)

    assert try_to(client, RIGHT) == 429


def test_a_success_forgets_the_failures_of_that_name(client, officer, clock):
    for _ in range(9):
        try_to(client, WRONG)
    try_to(client, RIGHT)
    client.logout()

    assert [try_to(client, WRONG) for _ in range(10)] == [200] * 10


def test_one_address_gets_thirty_tries_over_all_names(client, officer, clock):
    tries = [try_to(client, WRONG, name=f"guess{number}") for number in range(30)]

    assert tries == [200] * 30
    assert try_to(client, RIGHT) == 429
    assert try_to(client, RIGHT, address="198.51.100.1") == 302


def test_a_refusal_is_kind_and_says_when_to_come_back(client, officer, clock):
    for _ in range(10):
        try_to(client, WRONG)

    response = client.post(SIGN_IN, {"username": "olive", "password": RIGHT})

    assert "Wait 5 minutes" in response.content.decode()
    assert response.headers["Retry-After"] == "300"


def test_the_fields_say_what_a_password_manager_fills_in(client):
    page = client.get(SIGN_IN).content.decode()

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_the_log_tells_of_sign_ins_without_the_name(client, officer, caplog):
    caplog.set_level(logging.INFO, logger="portal.sign-in")
    try_to(client, WRONG)
    try_to(client, RIGHT)

    lines = [JsonLines().format(record) for record in caplog.records if record.name == "portal.sign-in"]

    assert [json.loads(line)["message"] for line in lines] == ["sign-in failed", "signed in"]
    assert {json.loads(line)["officer"] for line in lines} == {limits.digest("olive")}
    assert not [line for line in lines if "olive" in line]


# -- sessions ---------------------------------------------------------------------------


def test_a_session_ends_after_thirty_idle_minutes_and_not_before(client, officer, clock):
    try_to(client, RIGHT)
    client.get("/admin/")

    clock.shift(timedelta(minutes=30))
    assert client.get("/admin/").status_code == 200
    clock.shift(timedelta(minutes=30, seconds=1))
    assert client.get("/admin/").status_code == 302


def test_a_session_ends_after_twelve_hours_however_busy(client, officer, clock):
    try_to(client, RIGHT)
    client.get("/admin/")
    for _ in range(12 * 3):
        clock.shift(timedelta(minutes=20))
        assert client.get("/admin/").status_code == 200

    clock.shift(timedelta(minutes=1))

    assert client.get("/admin/").status_code == 302


def test_signing_out_ends_the_session_and_only_a_button_can(client, officer):
    try_to(client, RIGHT)
    stolen = Client()
    stolen.cookies = client.cookies.copy()

    assert client.get("/admin/logout/").status_code == 405
    assert stolen.get("/admin/").status_code == 200
    client.post("/admin/logout/")

    assert stolen.get("/admin/").status_code == 302


def test_an_account_that_is_closed_is_out_at_once(client, officer):
    try_to(client, RIGHT)

    User.objects.update(is_active=False)

    assert client.get("/admin/").status_code == 302


def test_all_sessions_of_an_officer_can_be_ended_and_nobody_elses(client, officer):
    admin = Client()
    admin.force_login(User.objects.create_superuser("root"))
    try_to(client, RIGHT)

    admin.post("/admin/auth/user/", {"action": "end_sessions", "_selected_action": officer.pk})

    assert client.get("/admin/").status_code == 302
    assert admin.get("/admin/").status_code == 200
    assert Session.objects.count() == 1


@pytest.mark.parametrize("new", ["short", "password1234", "1234567890123"])
def test_a_weak_password_is_refused(client, officer, new):
    client.force_login(officer)
    answers = {"old_password": RIGHT, "new_password1": new, "new_password2": new}

    assert client.post("/admin/password_change/", answers).status_code == 200

    officer.refresh_from_db()
    assert officer.check_password(RIGHT)
