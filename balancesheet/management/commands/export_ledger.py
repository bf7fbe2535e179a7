"""Writes all that the balance sheets rest on into a folder of JSON and CSV files, for whoever keeps the books next."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from balancesheet.actions.handover import FolderIsUsed, export_ledger


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a new or empty folder")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            counts = export_ledger(folder)
        except (FolderIsUsed, OSError) as error:
            raise CommandError(f"Nothing is exported: {error}.") from error
        self.stdout.write(f"Exported {counts['entries']:,} entries and all that belongs to them into {folder}.")
        self.stdout.write("It holds evidence and questions that not everybody may see. It is for who takes over.")
