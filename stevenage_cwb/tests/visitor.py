"""A visitor without a browser: keeps cookies, sends hidden fields, and tries again where the page offers it."""

import re
import time
import urllib.error
import urllib.parse
import urllib.request
from html import unescape
from http.cookiejar import CookieJar

ANSWERS = {
    "who": {"kind": "resident"},
    "action": {"action": "f5"},
    "words": {"text": "shop locally"},
    "details": {},
    "shown": {
        "name_shown": "unnamed",
        "email": "pat@example.org",
        "is_16_or_over": "on",
        "consent_to_publish": "on",
    },
}
PATIENCE_SECONDS = 60


class Visitor:
    """One person's way through the form, over HTTP."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.seen: list[int] = []
        self.page = ""

    def ask(self, url: str, fields: dict[str, str] | None = None) -> str:
        """GET, or POST with fields; follow redirects. Returns where it came to; the page is kept."""
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(urllib.parse.urljoin(self.address, url), data)  # noqa: S310
        try:
            with self.opener.open(request, timeout=30) as response:
                status, body, url = response.status, response.read(), response.url
        except urllib.error.HTTPError as refusal:
            with refusal:
                status, body, url = refusal.code, refusal.read(), refusal.url
        self.seen.append(status)
        self.page = body.decode()
        return str(url)

    def hidden(self) -> dict[str, str]:
        """Return the hidden fields of the last form of the page."""
        form = self.page[self.page.rindex("<form") :]
        tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
        fields = (dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in tags)
        return {field["name"]: unescape(field.get("value", "")) for field in fields}

    def fill_in(self, **words: str) -> str:
        """Answer every page. Returns the address of "Check your answers"."""
        url = self.ask("/pledges/make/")
        for step, answers in ANSWERS.items():
            url = self.ask(url, {**self.hidden(), **answers, **(words if step == "words" else {})})
        return url

    def send(self, url: str) -> str:
        """Press the button, and "Try again" as often as the page offers it. Returns the reference."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            # A page that could not be shown has a link to itself; one that could not be sent, a form.
            fields = self.hidden() if "<form" in self.page else None
            try:
                url = self.ask(url, fields)
            except OSError:
                time.sleep(0.2)
                continue
            acknowledged = re.search(r"Thank you for your pledge.*?(CWB-\w{4}-\w{4})", self.page, re.DOTALL)
            if acknowledged:
                return acknowledged.group(1)
            time.sleep(0.2)
        raise TimeoutError(f"never acknowledged; answers were {self.seen[-5:]}")
