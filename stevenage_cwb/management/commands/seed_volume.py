"""Fills the portal with made-up pledges and payments, to measure it with many. The same numbers make the same rows."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

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
        counts = {name: options[name] for name in ("pledges", "payments")}
        if options["entries"]:
            raise CommandError("Entries of a balance sheet cannot be made up.")
        if min(counts.values()) < 0 or not any(counts.values()):
            raise CommandError("Say how many: seed_volume --pledges 1000 --payments 1000")
        if not Foundation.objects.exists():
            raise CommandError("The charter's words are missing. Run load_words first.")
        if options["pledges"]:
            make_up_pledges(options["pledges"])
        if options["payments"]:
            make_up_payments(options["payments"], at=timezone.now())
        self.stdout.write(f"Made up {options['pledges']:,} pledges and {options['payments']:,} payments.")


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
