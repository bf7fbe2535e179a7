"""Loads the shipped metrics that are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from metrics.actions.catalogue import load_catalogue


class Command(BaseCommand):
    help = "Loads the shipped metrics with their proposed definitions. What is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in load_catalogue().items():
            self.stdout.write(f"{count} {name} created")
