"""Makes up pledges, payments and entries, to measure the portal with many. The same numbers make the same rows."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from balancesheet.actions import volume as entry_volume
from charter.models import Foundation
from pledges.actions import volume as pledge_volume
from spending.actions import volume as payment_volume


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pledges", type=int, default=0, metavar="N")
        parser.add_argument("--payments", type=int, default=0, metavar="N")
        parser.add_argument("--entries", type=int, default=0, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = {name: options[name] for name in ("pledges", "payments", "entries")}
        if min(counts.values()) < 0 or not any(counts.values()):
            raise CommandError("Say how many: seed_volume --pledges 1000 --payments 1000")
        if not Foundation.objects.exists():
            raise CommandError("The charter's words are missing. Run load_words first.")
        if options["pledges"]:
            make_up_pledges(options["pledges"])
        if options["payments"]:
            make_up_payments(options["payments"], at=timezone.now())
        if options["entries"]:
            make_up_entries(options["entries"], at=timezone.now())
        made = " and ".join(f"{count:,} {name}" for name, count in counts.items() if count)
        self.stdout.write(f"Made up {made}.")


def make_up_pledges(count: int) -> None:
    try:
        pledge_volume.seed(count)
    except pledge_volume.MadeUpAlready as already:
        raise CommandError("Made-up pledges are here already. Begin with an empty database.") from already
    pledge_volume.tidy()


def make_up_payments(count: int, *, at: datetime) -> None:
    try:
        payment_volume.seed(count, at=at)
    except payment_volume.MadeUpAlready as already:
        raise CommandError("Made-up payments are here already. Begin with an empty database.") from already
    payment_volume.tidy()


def make_up_entries(count: int, *, at: datetime) -> None:
    try:
        entry_volume.seed(count, at=at)
    except entry_volume.MadeUpAlready as already:
        raise CommandError("Made-up entries are here already. Begin with an empty database.") from already
    entry_volume.tidy()
