"""Imports a file of payments for a body, all of it or nothing, and says how it reconciles."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from spending import actions
from spending.actions import Asked, Report, SecondVersion


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV, XLSX, XLS or ODS")
        parser.add_argument("--body", required=True, help="the council that published the file")
        parser.add_argument("--profile", default="", help="the saved layout to read it by, or the name for a new one")
        parser.add_argument("--accept-proposal", action="store_true", help="say yes to the reading that is proposed")
        parser.add_argument(
            "--accept",
            action="append",
            default=[],
            metavar="CODE",
            help="say yes to what only a person can decide: the word that a reason begins with",
        )
        parser.add_argument(
            "--second-version",
            type=SecondVersion,
            choices=list(SecondVersion),
            help="replace the former version of the file, or add to it",
        )
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if not options["body"].strip():
            raise CommandError("Say which body published the file: --body NAME")
        asked = Asked(
            path=file,
            name=file.name,
            body=options["body"],
            profile=options["profile"],
            accept_proposal=options["accept_proposal"],
            accepted=frozenset(options["accept"]),
            second_version=options["second_version"],
            dry_run=options["dry_run"],
        )
        report = actions.import_file(asked, by=None, at=timezone.now())
        self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False) if options["json"] else in_words(report))


def in_words(report: Report) -> str:
    return "\n".join(f"{name}: {value}" for name, value in report.as_json().items())
