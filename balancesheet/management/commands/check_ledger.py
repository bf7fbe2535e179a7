"""Proves the ledger, and prints its trial balance."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils.timezone import localtime

from balancesheet.ledger import rebuild_totals
from balancesheet.models import ChartLine, Ledger, Unit, Year
from balancesheet.pages import Balance, balances
from balancesheet.proofs import Proof, proofs


class Command(BaseCommand):
    help = (
        "Prints what is on the accounts of each ledger and unit, and the seals of closed years; then runs every proof. "
        "Ends with 1 where one fails, and names what is off. All is read of one moment."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make the kept totals anew from the postings, first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["repair"]:
            rebuild_totals()
        is_nested = connection.in_atomic_block
        with transaction.atomic(), connection.cursor() as cursor:
            if not is_nested:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            self.print_balances()
            self.print_seals()
            failed = [proof.words for proof in proofs() if not self.holds(proof)]
        if failed:
            raise CommandError(f"The ledger is not as it must be: {'; '.join(failed)}.")
        self.stdout.write("All of it holds.")

    def print_balances(self) -> None:
        names = dict(ChartLine.objects.order_by("chart__first_year").values_list("account_id", "name"))
        ledgers, units = Ledger.objects.select_related("neighbourhood").in_bulk(), Unit.objects.in_bulk()
        in_order = sorted(balances(), key=lambda balance: (balance.ledger, balance.unit, balance.account))
        if not in_order:
            self.stdout.write("Nothing was posted yet.")
        for (ledger, unit), found in groupby(in_order, key=lambda balance: (balance.ledger, balance.unit)):
            # What is printed of damaged books must not stop what proves the damage.
            self.stdout.write(row(f"{ledgers.get(ledger, ledger)}, {units[unit]}", "Debit", "Credit"))
            for line in trial_balance(list(found), units[unit], names):
                self.stdout.write(line)

    def print_seals(self) -> None:
        for year in Year.objects.closed().select_related("ledger__neighbourhood"):
            self.stdout.write(f"{year.ledger}, {year}: closed {said(year.closed_at)}, seal {year.seal}")

    def holds(self, proof: Proof) -> bool:
        if not proof.count:
            self.stdout.write(f"Holds: {proof.words}")
            return True
        times = "once" if proof.count == 1 else f"{proof.count:,} times"
        self.stdout.write(self.style.ERROR(f"FAILS: {proof.words}, {times}"))
        for found in proof.against:
            self.stdout.write("  " + ", ".join(f"{name} {said(value)}" for name, value in found.items()))
        return False


def trial_balance(found: list[Balance], unit: Unit, names: dict[str, str]) -> Iterator[str]:
    """Yield the lines of one ledger and unit: each account's balance on the side that it is on, and both sums."""
    for each in found:
        name = f"{each.account} {names.get(each.account, '(on no chart)')}"
        yield row(name, unit.said(max(each.closing, 0)), unit.said(max(-each.closing, 0)))
    closings = [each.closing for each in found]
    debited, credited = (sum(max(sign * closing, 0) for closing in closings) for sign in (1, -1))
    yield row("Sum", unit.said(debited), unit.said(credited))


def row(name: str, debit: str, credit: str) -> str:
    return f"{name[:60]:60} {debit:>24} {credit:>24}"


def said(value: object) -> str:
    """Return what a row holds as people read it; of a moment the day that it is in the United Kingdom."""
    if isinstance(value, datetime):
        value = localtime(value)
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value)
