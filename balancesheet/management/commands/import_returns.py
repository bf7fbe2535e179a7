"""Enters a CSV file of returns that is too large for the desk, in the name of an officer. Another one checks it."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from balancesheet.actions.evidence import Document, Shown
from balancesheet.actions.return_files import AlreadyReturned, HasFaults, Reading, enter_file, read_file
from balancesheet.models import EvidenceKind
from balancesheet.sources.claims import Books


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file with the titles of the template")
        parser.add_argument("--officer", required=True, help="the user name of the officer who answers for it")
        parser.add_argument("--title", required=True, help="whose return it is, of what time")
        parser.add_argument("--reference", required=True, help="who signed it and when, or how it was estimated")
        parser.add_argument("--estimate", action="store_true", help="nobody has signed it")
        parser.add_argument("--dry-run", action="store_true", help="keep nothing, and say what is wrong")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        officer = User.objects.filter(username=options["officer"], is_staff=True).first()
        if officer is None or not officer.has_perm("balancesheet.enter_return"):
            raise CommandError(f"{options['officer']} is no officer who may enter returns.")
        if options["dry_run"]:
            self.look(file)
        else:
            self.enter(file, officer, options)

    def look(self, file: Path) -> None:
        reading = read_file(file, Books.at(timezone.now()))
        if reading.fault_count:
            raise CommandError(in_words(reading))
        self.stdout.write(f"{reading.row_count:,} returns can be entered.")

    def enter(self, file: Path, officer: User, options: dict[str, Any]) -> None:
        shown = Shown(
            kind=EvidenceKind.ESTIMATE if options["estimate"] else EvidenceKind.SIGNED_RETURN,
            title=options["title"],
            reference=options["reference"],
            document=Document(file, f"{file.stem}.csv"),
        )
        try:
            entered = enter_file(file, shown=shown, by=officer, at=timezone.now())
        except HasFaults as has:
            raise CommandError(in_words(has.reading)) from has
        except AlreadyReturned as already:
            raise CommandError(f"Nothing is entered: “{already.file}” holds the same rows.") from already
        self.stdout.write(f"{entered.row_count:,} returns are entered. Another officer has to check them.")


def in_words(reading: Reading) -> str:
    told = "\n".join(
        f"row {fault.row:,}, {fault.column or 'the whole row'}: “{fault.value}”. {fault.sentence}."
        for fault in reading.faults
    )
    return f"Nothing is entered, for {reading.fault_count:,} faults in {reading.bad_rows:,} rows. The first:\n{told}"
