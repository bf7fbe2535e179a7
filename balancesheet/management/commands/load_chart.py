"""Loads the chart of accounts and a ledger for each neighbourhood, where they are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from balancesheet import actions


class Command(BaseCommand):
    help = (
        "Creates the units, the accounts, the first chart and the ledgers where they are missing. "
        "Changes nothing that is there: run it as often as you like, after load_words."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        created = {name: count for name, count in actions.load_chart().items() if count}
        for name, count in created.items():
            self.stdout.write(f"Loaded {count} {name}.")
        if not created:
            self.stdout.write("The chart and the ledgers are all there. Nothing changed.")
