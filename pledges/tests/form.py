"""Walks through My Pledge as a browser without JavaScript does: follows redirects, sends hidden fields."""

import re
from html import unescape
from typing import Any

from django.test import Client

ANSWERS: dict[str, dict[str, str]] = {
    "who": {"kind": "resident"},
    "action": {"action": "f5"},
    "words": {"text": "shop locally every week"},
    "details": {},
    "shown": {
        "name_shown": "unnamed",
        "email": "pat@example.org",
        "is_16_or_over": "on",
        "consent_to_publish": "on",
    },
}


def hidden_fields(page: str) -> dict[str, str]:
    """Return name and value of each hidden input of a page."""
    inputs = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page)
    fields = (dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in inputs)
    return {field["name"]: unescape(field.get("value", "")) for field in fields}


def begin(client: Client, query: str = "") -> str:
    """Open a new form. Returns the address of its first page."""
    return str(client.get(f"/pledges/make/{query}").headers["Location"])


def answer(client: Client, address: str, answers: dict[str, str]) -> Any:
    """Fill in one page and press its button. Returns the answer, redirects not followed."""
    page = client.get(address).content.decode()
    return client.post(address, {**hidden_fields(page), **answers})


def fill_in(client: Client, **pages: dict[str, str]) -> str:
    """Answer every page, `pages` replacing the usual answers. Returns the address of "Check your answers"."""
    address = begin(client)
    for name, usual in ANSWERS.items():
        given = pages.get(name, usual)
        if name not in address:
            raise AssertionError(f"expected page {name}, came to {address}")
        response = answer(client, address, given)
        if response.status_code != 302:
            raise AssertionError(re.findall(r"govuk-error-message\">.*?</", response.content.decode(), re.S))
        address = response.headers["Location"]
    return address


def send(client: Client, address: str) -> Any:
    """Press "Send your pledge"."""
    return answer(client, address, {})
