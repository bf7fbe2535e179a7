"""Computes every metric that the portal can make of its own records."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from metrics.actions.computing import compute


class Command(BaseCommand):
    help = "Computes the metrics of the portal's own records, and observes again those that changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        computed = compute(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(computed)))
        else:
            self.stdout.write(f"{computed.figures} figures looked at, {computed.observed} observed anew")
