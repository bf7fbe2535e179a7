"""How many people gave hours, as far as returns say so: hours that fewer than five people gave are not shown.

A return need not say how many they were, and the portal's own records never do: those count for nobody. What was
withdrawn names nobody in a figure; in a list it stands, and may be of few.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import connection

from balancesheet.models import KINDS, Return
from balancesheet.models.kinds import WITH_PEOPLE
from balancesheet.pages.parts import Part

# Of fewer people than this nothing is told.
FEWEST = 5
# The hours of one kind of return are on two accounts, and those of no other are.
KIND_OF = {code: kind for kind in sorted(WITH_PEOPLE) for code in (KINDS[kind].debit, KINDS[kind].credit)}


def _stocks_of_flows() -> dict[str, set[str]]:
    """Return the stocks of people by the flows that count who came to them or left: the one gives away the other."""
    found: dict[str, set[str]] = {}
    for kind in KINDS.values():
        stock, flow = sorted((kind.debit, kind.credit))
        if kind.unit == "PERSON" and not kind.is_opening and stock[0] in "12":
            found.setdefault(flow, set()).add(stock)
    return found


STOCKS_OF = _stocks_of_flows()

# Whoever returns people names one at least, so that five returns name enough: no more are read, of however many.
NAMED = """
    SELECT of_ledger, of_kind, starting, sum(people)::bigint
    FROM unnest(%(ledgers)s::text[]) of_ledger CROSS JOIN unnest(%(kinds)s::text[]) of_kind
    CROSS JOIN unnest(%(years)s::int[]) starting CROSS JOIN LATERAL (
        SELECT people FROM balancesheet_return
        WHERE ledger_id = of_ledger AND kind = of_kind
        AND dated >= make_date(starting, 4, 1) AND dated < make_date(starting + 1, 4, 1)
        AND people IS NOT NULL AND checked_at IS NOT NULL AND withdrawn_at IS NULL LIMIT %(fewest)s
    ) found GROUP BY of_ledger, of_kind, starting
"""
Named = dict[tuple[str, str], dict[Part, int]]


def named(ledgers: Collection[str], accounts: Iterable[str], *, year: int) -> Named:
    """Return how many people the returns under hours name, by ledger and account; any number from five on is enough.

    One query, none where the accounts hold no such hours.
    """
    of_hours = [account for account in accounts if account in KIND_OF]
    if not of_hours:
        return {}
    asked: dict[str, Any] = {
        "ledgers": list(ledgers),
        "kinds": sorted({KIND_OF[account] for account in of_hours}),
        "years": [year - 1, year],
        "fewest": FEWEST,
    }
    with connection.cursor() as cursor:
        cursor.execute(NAMED, asked)
        people = {(ledger, kind, starting): int(count) for ledger, kind, starting, count in cursor.fetchall()}
    years = {Part.BEFORE: year - 1, Part.RESTATED_BEFORE: year - 1, Part.YEAR: year}
    return {
        (ledger, account): {part: people.get((ledger, KIND_OF[account], of), 0) for part, of in years.items()}
        for ledger in ledgers
        for account in of_hours
    }


def hours_of_few(ledgers: Collection[str], accounts: Iterable[str], *, days: tuple[date, date]) -> bool:
    """Return whether any return of hours, from a day until before another, names fewer than five. One query."""
    since, until = days
    kinds = {KIND_OF[account] for account in accounts if account in KIND_OF}
    checked = Return.objects.filter(ledger__in=ledgers, kind__in=kinds, checked_at__isnull=False)
    return checked.filter(dated__gte=since, dated__lt=until, people__lt=FEWEST).exists()
