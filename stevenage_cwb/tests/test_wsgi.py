"""What a production server calls, without the test client's own idea of a request and an answer."""

from io import BytesIO

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from stevenage_cwb.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_connection_stays():
    """Keep the connection that holds the test's transaction, as the test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def answer(environ):
    """Return the status and the body that the portal answers with."""
    head = []
    body = application(environ, lambda *status_and_headers: head.extend(status_and_headers))
    try:
        return head[0], b"".join(body).decode()
    finally:
        body.close()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/pledges/", "200 OK"),
        ("/pledges.csv", "200 OK"),
        ("/static/portal.css", "200 OK"),
        ("/no-such-page/", "404 Not Found"),
    ],
)
def test_who_asks_for_the_head_alone_gets_no_body(address, status):
    assert answer(RequestFactory().head(address).environ) == (status, "")


@pytest.mark.parametrize("claimed", ["a/b; charset=hex", "a/b;Charset=idna", 'a/b; charset="unicode_escape"; c=d'])
def test_a_charset_that_a_request_claims_is_not_believed(claimed):
    environ = RequestFactory().get("/pledges/?q=%5Cud800+caf%C3%A9").environ

    status, page = answer({**environ, "CONTENT_TYPE": claimed})

    assert status == "200 OK"
    assert "café" in page


def test_a_form_in_parts_keeps_the_line_between_them():
    sent = b'--charset\r\nContent-Disposition: form-data; name="q"\r\n\r\ncaf\xc3\xa9\r\n--charset--\r\n'
    environ = RequestFactory().generic("POST", "/pledges/").environ
    claimed = "multipart/form-data; charset=hex; boundary=charset"

    status, page = answer(
        {**environ, "CONTENT_TYPE": claimed, "CONTENT_LENGTH": str(len(sent)), "wsgi.input": BytesIO(sent)}
    )

    # Without a token it is refused, on the page that keeps what was typed.
    assert status == "403 Forbidden"
    assert "café" in page
