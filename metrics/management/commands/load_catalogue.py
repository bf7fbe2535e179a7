"""Loads the shipped metrics that are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from metrics.actions.catalogue import load_catalogue


class Command(BaseCommand):
    help = "Loads the shipped metrics with their proposed definitions. What is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        created = {name: count for name, count in load_catalogue().items() if count}
        for name, count in created.items():
            self.stdout.write(f"Loaded {count} {name}.")
        if not created:
            self.stdout.write("The metrics are all there. Nothing changed.")
