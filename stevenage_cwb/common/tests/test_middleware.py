"""Headers, log lines and officers' sessions, around every request."""

import json
import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from stevenage_cwb.common.logs import JsonLines

CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/privacy/", "/charter/", "/no-such-page/", "/admin/login/", "/static/portal.css", "/health/live"],
)
def test_every_answer_carries_the_headers(client, address):
    response = client.get(address)
    response.close()

    assert set(response.headers["Content-Security-Policy"].split("; ")) == CSP
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert "camera=()" in response.headers["Permissions-Policy"]


@pytest.mark.django_db
def test_an_error_page_carries_them_too(client):
    client.raise_request_exception = False

    response = client.get("/privacy/", headers={"host": "not-ours.example"})

    assert response.status_code == 400
    assert set(response.headers["Content-Security-Policy"].split("; ")) == CSP


@pytest.mark.django_db
def test_a_log_line_has_an_id_and_holds_no_answer_and_no_address(client, caplog):
    caplog.set_level(logging.INFO)

    response = client.get("/privacy/?q=canary-answer", headers={"x-forwarded-for": "192.0.2.77"})

    (record,) = [record for record in caplog.records if record.name == "portal.request"]
    line = JsonLines().format(record)
    assert {"method": "GET", "view": "privacy", "status": 200}.items() <= json.loads(line).items()
    assert response.headers["X-Request-ID"]
    for secret in ("canary", "192.0.2", "127.0.0.1"):
        assert secret not in line


def test_an_exceptions_text_is_not_logged_because_it_may_quote_an_answer():
    try:
        raise ValueError("canary answer")
    except ValueError as wrong:
        fault = (ValueError, wrong, wrong.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", None, fault)

    line = JsonLines().format(record)

    assert json.loads(line)["exception"] == "ValueError"
    assert "test_middleware.py" in line
    assert "canary" not in line


def test_what_django_says_of_a_request_loses_the_address_in_it():
    arguments = ("/pledges/confirm/canary/",)
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", arguments, None
    )

    assert "canary" not in JsonLines().format(record)


def test_a_line_cannot_be_forged_by_a_line_break():
    record = logging.LogRecord("x", logging.INFO, __file__, 1, 'one\n{"forged": true}', None, None)

    assert len(JsonLines().format(record).splitlines()) == 1


# -- sessions --------------------------------------------------------------------------


@pytest.fixture
def officer(client, time_machine):
    time_machine.move_to("2026-11-16T09:00:00Z", tick=False)
    user = User.objects.create_superuser("officer", password="a long password")
    client.force_login(user)
    return user


def is_signed_in(client):
    return client.get("/admin/").status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("officer")
def test_a_session_ends_after_30_idle_minutes(client, time_machine):
    assert is_signed_in(client)

    time_machine.shift(timedelta(minutes=29))
    assert is_signed_in(client)
    time_machine.shift(timedelta(minutes=31))
    assert not is_signed_in(client)


@pytest.mark.django_db
@pytest.mark.usefixtures("officer")
def test_a_session_ends_after_12_hours_however_busy_it_was(client, time_machine):
    for _ in range(36):
        assert is_signed_in(client)
        time_machine.shift(timedelta(minutes=20))

    time_machine.shift(timedelta(minutes=1))
    assert not is_signed_in(client)


@pytest.mark.django_db
@pytest.mark.usefixtures("officer")
def test_signing_out_ends_the_session_for_who_kept_the_cookie_too(client):
    assert is_signed_in(client)
    cookies = client.cookies.copy()

    client.post("/admin/logout/")
    client.cookies = cookies

    assert not is_signed_in(client)


@pytest.mark.django_db
@pytest.mark.usefixtures("officer")
def test_an_account_that_is_switched_off_is_out_at_once(client, officer):
    assert is_signed_in(client)

    User.objects.update(is_active=False)

    assert not is_signed_in(client)


@pytest.mark.django_db
def test_a_public_page_asks_nothing_of_the_session(client, django_assert_num_queries):
    client.get("/privacy/")

    with django_assert_num_queries(0):
        client.get("/privacy/")


# -- odd requests ----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_session_key_that_cannot_be_ours_is_no_session(client):
    answer = client.get("/charter/", headers={"cookie": r'sessionid="abcdefgh\000"'})

    assert answer.status_code == 200
