"""Takes what is new in the portal's own records into the ledgers, and says what was left out and why."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from balancesheet import sources
from balancesheet.pages.pulls import WHY
from balancesheet.sources import Taken


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        pulled = sources.pull_all(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps({name: asdict(taken) for name, taken in pulled.items()}))
            return
        for name, taken in pulled.items():
            self.stdout.write(in_words(name, taken))


def in_words(name: str, taken: Taken) -> str:
    done = f"{name}: {taken.posted:,} posted, {taken.reversed:,} reversed, {taken.unchanged:,} unchanged"
    left_out = (f"  {count:,} left out. {WHY[reason]}" for reason, count in taken.left_out.items())
    return "\n".join([done, *left_out])
