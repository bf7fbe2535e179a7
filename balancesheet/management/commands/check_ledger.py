"""Proves the ledger, and prints its trial balance."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

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
        for (ledger, unit), found in groupby(in_order, key=lambda balance: (balance.ledger, balance.unit)):
            self.stdout.write(f"{ledgers[ledger]}, {units[unit]}")
            for line in trial_balance(list(found), units[unit], names):
                self.stdout.write(line)

    def print_seals(self) -> None:
        for year in Year.objects.closed().select_related("ledger__neighbourhood"):
            self.stdout.write(f"{year.ledger}, {year}: closed {year.closed_at:%d %B %Y}, seal {year.seal}")

    def holds(self, proof: Proof) -> bool:
        if not proof.count:
            self.stdout.write(f"Holds: {proof.words}")
            return True
        self.stdout.write(self.style.ERROR(f"FAILS: {proof.words}, {proof.count:,} times"))
        for row in proof.against:
            self.stdout.write("  " + ", ".join(f"{name} {value}" for name, value in row.items()))
        return False


def trial_balance(found: list[Balance], unit: Unit, names: dict[str, str]) -> Iterator[str]:
    """Yield the lines of one ledger and unit: each account's balance on the side that it is on, and both sums."""
    sides = [(f"{each.account} {names[each.account]}", max(each.closing, 0), max(-each.closing, 0)) for each in found]
    sums = ("", sum(debit for _, debit, _ in sides), sum(credit for *_, credit in sides))
    for name, debit, credit in [*sides, sums]:
        yield f"  {name[:60]:60} {unit.said(debit):>24} {unit.said(credit):>24}"
