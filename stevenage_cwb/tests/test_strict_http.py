"""What is not a request is refused by the server itself, with our headers, before Django sees it."""

import socket

import pytest


def answer_to(portal, request):
    """Send bytes and return all that comes back."""
    host, port = portal.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        parts = iter(lambda: connection.recv(65536), b"")
        return b"".join(parts).decode("latin-1")


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"this is no request\r\n\r\n", 400),
        # The limit to the byte: what the server has not read when it closes would reset the connection.
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 32_740, 431),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", 413),
        (
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
    ],
)
def test_what_is_not_a_request_is_refused_with_our_headers(portal, request_, status):
    head = answer_to(portal, request_).partition("\r\n\r\n")[0]

    assert head.startswith((f"HTTP/1.1 {status} ", f"HTTP/1.0 {status} "))
    assert "default-src 'none'" in head
    assert "X-Content-Type-Options: nosniff" in head
    assert "waitress" not in head.lower()


def test_who_sends_too_large_a_file_is_told_what_to_do(portal):
    answer = answer_to(portal, b"POST /admin/ HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")

    assert "Content-Type: text/html" in answer
    assert "Officers import larger files with the command" in answer
    assert "max_body" not in answer
