"""Loads the charter's words, neighbourhoods and outlines, where they are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from charter import actions


class Command(BaseCommand):
    help = (
        "Creates the charter's words, neighbourhoods, wards and outlines where they are missing. "
        "Changes nothing that is there: run it as often as you like."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        created = {name: count for name, count in actions.load_words().items() if count}
        for name, count in created.items():
            self.stdout.write(f"Loaded {count} {name}.")
        if not created:
            self.stdout.write("The charter's words are all there. Nothing changed.")
