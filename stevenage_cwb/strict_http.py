"""What waitress answers by itself, before any of Django: refusals of what is not a request, with our headers."""

from django.conf import settings
from django.template.loader import render_to_string
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask
from waitress.utilities import RequestEntityTooLarge


class TooLarge(RequestEntityTooLarge):
    """The refusal that a person meets who sends a file: it says what to do, as a page."""

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        status, _, _ = super().to_response(ident)
        return status, [("Content-Type", "text/html; charset=utf-8")], render_to_string("413.html").encode()


class RefusalWithHeaders(ErrorTask):
    """A refusal (400, 413, 431) that carries the headers every answer of the portal carries."""

    def execute(self) -> None:
        if self.request.error.code == TooLarge.code:
            self.request.error = TooLarge(self.request.error.body)
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
        self.response_headers += [
            ("Content-Security-Policy", "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy)),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
        ]
        super().execute()


class OneLength(HTTPRequestParser):
    """Refuses a request that gives its length in two ways: two readers would disagree where the next begins."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Content-Length and Transfer-Encoding together")


class StrictChannel(HTTPChannel):
    error_task_class = RefusalWithHeaders
    parser_class = OneLength
