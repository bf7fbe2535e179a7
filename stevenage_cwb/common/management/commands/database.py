"""Shows, starts and stops the default database. manage.py keeps the settings from starting it first."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from stevenage_cwb import embedded_postgres


class Command(BaseCommand):
    help = "Shows the default database, starts it until it is stopped by hand, or stops it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["info", "start", "stop"])
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, what: str, json: bool, **options: Any) -> None:
        if what == "start":
            embedded_postgres.keep()
        elif what == "stop":
            embedded_postgres.stop()
        self.stdout.write(_report(as_json=json))


def _report(*, as_json: bool) -> str:
    found = asdict(embedded_postgres.info())
    if as_json:
        return json.dumps(found)
    return "\n".join(f"{name}: {value or 'not running'}" for name, value in found.items())
