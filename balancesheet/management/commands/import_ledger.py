"""Takes the books of another portal over from a folder that `export_ledger` wrote: all of them, or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from balancesheet.actions.handover import NotAsWritten, NotEmpty, OtherSeal, OtherVersion, Used, import_ledger
from balancesheet.ledger import Refused


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that export_ledger wrote")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            counts = import_ledger(folder, at=timezone.now())
        except (NotEmpty, NotAsWritten, OtherSeal, OtherVersion, Used, Refused) as error:
            raise CommandError(f"Nothing is taken over: {error}.") from error
        self.stdout.write(f"Took over {counts['entries']:,} entries. Each digest and each seal is the one it had.")
