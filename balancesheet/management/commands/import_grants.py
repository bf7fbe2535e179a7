"""Takes in a file of grants in the 360Giving Data Standard, all of it or nothing, and says what became of its rows."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from balancesheet.actions.grants import Report, import_grants


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, or JSON")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        report = import_grants(
            file.read_bytes(), name=file.name, by=None, at=timezone.now(), dry_run=options["dry_run"]
        )
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False) if options["json"] else in_words(report))


def in_words(report: Report) -> str:
    said = [f"{name}: {value}" for name, value in report.as_json().items() if name != "faults"]
    return "\n".join([*said, *(f"Row {fault.row}, {fault.column}: {fault.sentence}" for fault in report.faults)])
