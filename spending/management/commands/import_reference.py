"""Takes in a file that tells who suppliers are, or where, all of it or nothing, and says what it changed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from spending.actions.references import Asked, Report, import_reference
from spending.models import ReferenceKind


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=ReferenceKind.values, help="what the file is")
        parser.add_argument("file", type=Path, help="CSV or workbook; charities also as JSON, awards as JSON")
        parser.add_argument("--body", default="", help="the council whose supplier records these are")
        parser.add_argument("--as-at", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day it speaks of")
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        asked = Asked(
            kind=ReferenceKind(options["kind"]),
            path=file,
            name=file.name,
            body=options["body"],
            as_at=options["as_at"],
            dry_run=options["dry_run"],
        )
        report = import_reference(asked, by=None, at=timezone.now())
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False) if options["json"] else in_words(report))


def in_words(report: Report) -> str:
    said = report.as_json()
    lines = [f"{name}: {value}" for name, value in said.items() if name not in {"changes", "faults"}]
    lines += [f"{what}: {count:,}" for what, count in said["changes"].items()]
    return "\n".join(lines + said["faults"])
