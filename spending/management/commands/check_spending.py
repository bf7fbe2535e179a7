"""Checks that what is known of payments, and every sum of it, is what it must be. Exit 1 where anything is not.

With --repair, all of it is made anew first: for changed rules, and after postcodes or neighbourhoods changed.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from spending.actions import attributing


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make all of it anew first")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        with connection.cursor() as cursor:
            # A page may not look at every payment; this must.
            cursor.execute("SET statement_timeout = 0")
            cursor.execute("SET lock_timeout = 0")
        if repair:
            attributing.attribute_all()
        differences = attributing.differences()
        for sentence in differences:
            self.stdout.write(sentence)
        if differences:
            raise CommandError("What is derived is not what it must be. Run check_spending --repair.")
        self.stdout.write("Every payment is attributed as it must be, and every sum is right.")
