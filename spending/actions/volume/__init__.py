"""Fills the portal with made-up payments, to measure it with many: through COPY, and accepted as real files are.

The same number makes the same payments. What is known of them follows by the rules that real payments follow.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Count, Max, Min, Q, Sum

from spending.actions.copying import store_lines
from spending.actions.deciding import accept
from spending.actions.importing import next_file_id
from spending.actions.reading.lines import AmountBasis, DateKind, Line
from spending.actions.reading.payees import payee_class
from spending.actions.turns import lift_limits
from spending.actions.volume.suppliers import make_suppliers
from spending.models import Body, ImportNote, PayeeClass, SourceFile

SEED = 20150227
BODY = "Made-up Borough Council"
OFFICER = "made-up"
# A file a month, up to September 2026.
FIRST_YEAR, MONTHS = 2018, 102
MOST_SUPPLIERS, PAYMENTS_EACH = 20_000, 20
# For each hundred suppliers, payees of whom nobody knows who they are; every third is a person.
STRANGERS_PERCENT, TITLES = 8, ("Mrs", "", "")
# Chance to this power: the first of twenty thousand payees gets one payment in twenty, most get few.
LEANING = 3.25

DEPARTMENTS = (
    *("Housing", "Planning", "Environment", "Leisure", "Finance", "Legal", "Digital", "Estates", "Communities"),
    "Chief Executive",
)
CATEGORIES = (
    *("Repairs", "Energy", "Vehicles", "Software", "Agency staff", "Professional fees", "Printing", "Waste"),
    *("Equipment", "Grants", "Housing benefit", ""),
)
PURPOSES = ("Invoice", "Works done", "Services of the month", "Materials", "Annual licence", "VAT", "Hire", "Advice")
NAMELESS = ("REDACTED PERSONAL DATA", "Redacted", "Various payees", "100482", "")
NAMELESS_PERMILLE, UNDATED_PERMILLE, CREDIT_PERMILLE = 50, 3, 20
# Pence: from £500 to £100,000, most of them small.
AMOUNTS = tuple(50_000 + number**3 // 100 for number in range(1_000))


class MadeUpAlready(Exception):
    """There are made-up payments here."""


def seed(count: int, *, at: datetime) -> None:
    """Make up so many payments, in a file a month. Raises MadeUpAlready."""
    # Chance that can be repeated is what is wanted here; it guards nothing.
    chance = random.Random(SEED)  # noqa: S311
    with transaction.atomic():
        lift_limits()
        body, is_new = Body.objects.get_or_create(name=BODY)
        if not is_new:
            raise MadeUpAlready
        officer = User.objects.create_user(username=OFFICER, is_active=False)
        payees = make_payees(count, chance)
    for month in range(MONTHS):
        payments = count * (month + 1) // MONTHS - count * month // MONTHS
        if payments:
            publish(month, payments, payees, chance, body=body, by=officer, at=at)


def make_payees(count: int, chance: random.Random) -> list[str]:
    """Store suppliers for so many payments. Returns their names and those of strangers, mixed."""
    suppliers = make_suppliers(max(10, min(MOST_SUPPLIERS, count // PAYMENTS_EACH)), chance)
    strangers = [
        f"{TITLES[number % 3]} {in_letters(number)} Made-up".strip()
        for number in range(len(suppliers) * STRANGERS_PERCENT // 100)
    ]
    payees = [*suppliers, *strangers]
    chance.shuffle(payees)
    return payees


def in_letters(number: int) -> str:
    """Return a number as a word: a name with a digit is nobody's."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:06}").title()


def publish(
    month: int, count: int, payees: list[str], chance: random.Random, *, body: Body, by: User, at: datetime
) -> None:
    """Store a month's file, and accept its note."""
    first = date(FIRST_YEAR + (month + 3) // 12, (month + 3) % 12 + 1, 1)
    file = SourceFile(
        pk=next_file_id(),
        body=body,
        name=f"made-up-{first:%Y-%m}.csv",
        bytes_digest=f"made up {month}",
        byte_count=count,
        kind="csv",
        encoding="utf-8",
        columns={},
        imported_at=at,
    )
    with transaction.atomic():
        lift_limits()
        file.rows_digest = store_lines(lines(count, first, payees, chance), file_id=file.pk)
        file.save(force_insert=True)
        accept(note=note_of(file), by=by, at=at)


def lines(count: int, first: date, payees: list[str], chance: random.Random) -> Iterator[Line]:
    """Yield so many payments of a month, oldest first."""
    for record in range(1, count + 1):
        number = chance.randrange(1_000_000)
        payee = payees[int(len(payees) * chance.random() ** LEANING)]
        if number % 1_000 < NAMELESS_PERMILLE:
            payee = NAMELESS[number % len(NAMELESS)]
        pence = chance.choice(AMOUNTS)
        yield Line(
            record=record,
            pay_date=None if number % 991 < UNDATED_PERMILLE else first + timedelta(days=28 * record // (count + 1)),
            date_kind=DateKind.PAYMENT,
            ref=f"M{first:%y%m}{record}",
            payee_raw=payee,
            payee_class=payee_class(payee),
            amount_pence=-pence if number % 997 < CREDIT_PERMILLE else pence,
            amount_basis=AmountBasis.NET,
            irrecoverable_vat_pence=None,
            department=DEPARTMENTS[number % len(DEPARTMENTS)],
            purpose=PURPOSES[number // 10 % len(PURPOSES)],
            category=CATEGORIES[number // 100 % len(CATEGORIES)],
            supplier_ref="",
            company_no="",
            charity_no="",
            capital_revenue="",
            is_card=None,
            raw=[payee, str(pence)],
        )


def note_of(file: SourceFile) -> ImportNote:
    found = file.payments.aggregate(
        rows_imported=Count("pk"),
        sum_pence=Sum("amount_pence"),
        negative_rows=Count("pk", filter=Q(amount_pence__lt=0)),
        redacted_rows=Count("pk", filter=Q(payee_class=PayeeClass.REDACTED)),
        date_min=Min("pay_date"),
        date_max=Max("pay_date"),
    )
    nothing = dict.fromkeys(("ignored_rows", "quarantined_rows", "rounded_rows"), 0)
    lists: dict[str, list[str]] = {"controls": [], "warnings": [], "decided": []}
    return ImportNote.objects.create(
        file=file, record_count=found["rows_imported"], ignored={}, quarantined={}, **found, **nothing, **lists
    )


def tidy() -> None:
    """Take statistics, and clear what moving sums left behind. VACUUM must stand outside the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
