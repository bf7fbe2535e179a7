"""Log lines as JSON: one a line, in UTC, with the request's id, never an answer or an address."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonLines(logging.Formatter):
    """Write a record as one JSON object. Line breaks in it are escaped, so no caller can forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get(),
            "message": message(record),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def message(record: logging.LogRecord) -> str:
    """Return what a record says. Of Django's own only the pattern: its arguments hold addresses and tokens."""
    return str(record.msg) if record.name.startswith("django.") else record.getMessage()


def places(traceback: object) -> list[str]:
    """Return file:line of each frame. Not the values: the text of an exception may hold an answer."""
    found = []
    while traceback is not None:
        frame = traceback.tb_frame  # type: ignore[attr-defined]
        found.append(f"{frame.f_code.co_filename}:{traceback.tb_lineno}")  # type: ignore[attr-defined]
        traceback = traceback.tb_next  # type: ignore[attr-defined]
    return found
