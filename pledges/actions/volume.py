"""Fills the portal with made-up pledges, to measure it with many. The same number makes the same pledges."""

import csv
import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Self
from uuid import UUID

from django.db import connection, transaction

from charter.models import Benefit, ExampleAction, Foundation, Neighbourhood, PledgerKind
from pledges.actions import volume_deliveries
from pledges.models import Contact, Delivery, NameShown, Place, Pledge, Purpose, State, Unit, Wording
from pledges.models.pledge import REFERENCE_LETTERS

SEED = 20200708
LAST_SENT_AT = datetime(2026, 10, 31, 18, 0, tzinfo=UTC)
YEARS = timedelta(days=6 * 365)
# Rows held in memory at once.
BATCH = 20_000

PUBLISHED_PERCENT, ACTION_PERCENT, QUANTITY_PERCENT, DUE_PERCENT = 80, 70, 60, 50
OTHER_STATES = {
    State.REFUSED: 60,
    State.SPAM: 25,
    State.NEW: 9,
    State.RETURNED: 3,
    State.CHANGES: 2,
    State.UNCONFIRMED: 1,
}
UNDECIDED = (State.NEW, State.UNCONFIRMED)

# One in so many pledges has the rare word; a fifth have the common one.
RARE, RARE_EVERY = "zither", 2_000
COMMON, COMMON_PERCENT = "and put solar panels on the roof", 20
VERBS = ("offer", "share", "teach", "give", "run", "repair", "plant", "cook", "lend", "open", "mentor", "sell")
MANNERS = ("free", "weekly", "monthly", "local", "open", "shared", "small", "evening", "summer", "practical")
THINGS = (
    *("lessons", "meals", "tools", "bicycles", "trees", "workshops", "placements", "concerts", "rooms", "books"),
    *("clothes", "computers", "walks", "gardens", "advice", "furniture", "vegetables", "toys", "instruments"),
)
PEOPLE = (
    *("neighbours", "families", "pupils", "carers", "newcomers", "veterans", "apprentices", "pensioners"),
    *("volunteers", "students", "parents", "teenagers", "jobseekers", "cyclists", "gardeners", "musicians"),
)
FIRST_NAMES = ("Alex", "Chris", "Jo", "Kim", "Lee", "Max", "Pat", "Robin", "Sam", "Terry")
TRADES = ("Bakery", "Builders", "Cafe", "Choir", "Club", "Engineering", "Garage", "Nursery", "Print", "School")
UNITS = list(Unit)

PLEDGE_COLUMNS = [
    *("id", "reference", "form_token", "kind_id", "name_shown", "public_name", "text", "action_id"),
    *("foundation_id", "benefit_id", "quantity_hundredths", "unit", "due_on", "place", "neighbourhood_id"),
    *("is_16_or_over", "submitted_at", "consent_to_publish_id", "privacy_notice_id", "state"),
    *("published_at", "first_published_at", "decided_at", "version"),
    *volume_deliveries.SHOWN_COLUMNS,
]
CONTACT_COLUMNS = ["pledge_id", "name", "email", "confirmed_at"]

Row = dict[str, Any]


class MadeUpAlready(Exception):
    """There are made-up pledges here."""


@dataclass(frozen=True)
class Charter:
    """The words that made-up pledges choose from."""

    kinds: list[PledgerKind]
    foundations: list[str]
    benefits: list[str]
    actions: list[ExampleAction]
    neighbourhoods: list[str]
    wordings: dict[str, int]

    @classmethod
    def read(cls) -> Self:
        return cls(
            kinds=list(PledgerKind.objects.all()),
            foundations=[row.code for row in Foundation.objects.all()],
            benefits=[row.code for row in Benefit.objects.all()],
            actions=list(ExampleAction.objects.all()),
            neighbourhoods=[row.code for row in Neighbourhood.objects.defer("outline").order_by("code")],
            wordings={wording.purpose: wording.pk for wording in Wording.objects.current()},
        )


def seed(count: int) -> None:
    """Make up pledges, their contacts and what became of them, all or none.

    The tables' own triggers count and record them. Raises MadeUpAlready.
    """
    if Pledge.objects.filter(reference=reference(0)).exists():
        raise MadeUpAlready
    charter = Charter.read()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        # Otherwise millions of checks of foreign keys would be kept in memory until the commit.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        first_pk = reserve(cursor, count)
        rows = made_up(count, charter, first_pk=first_pk)
        while batch := list(islice(rows, BATCH)):
            copy(cursor, Pledge, PLEDGE_COLUMNS, batch)
            if batch[0]["id"] == first_pk:
                # Without statistics, each contact would look for its pledge in the wrong index.
                cursor.execute("ANALYZE pledges_pledge")
            copy(cursor, Contact, CONTACT_COLUMNS, map(contact_of, batch))
            copy(cursor, Delivery, volume_deliveries.COLUMNS, [row["report"] for row in batch if row["report"]])


def tidy() -> None:
    """Take statistics, and clear what counting left behind. VACUUM must stand outside the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        tables = ", ".join(f"pledges_{name}" for name in ("pledge", "contact", "delivery", "tally", "outturn"))
        cursor.execute(f"VACUUM ANALYZE {tables}")
        cursor.execute("RESET statement_timeout")


def reserve(cursor: Any, count: int) -> int:
    """Take numbers for so many pledges. Returns the first."""
    cursor.execute("SELECT nextval(pg_get_serial_sequence('pledges_pledge', 'id'))")
    (first,) = cursor.fetchone()
    cursor.execute("SELECT setval(pg_get_serial_sequence('pledges_pledge', 'id'), %s)", [first + count - 1])
    return int(first)


def copy(cursor: Any, model: type[Pledge | Contact | Delivery], columns: list[str], rows: Iterable[Row]) -> None:
    lines = io.StringIO()
    csv.writer(lines).writerows([row[column] for column in columns] for row in rows)
    lines.seek(0)
    table = model._meta.db_table
    # Python writes nothing and no text alike; the column knows which it is.
    texts = ", ".join(field.column for field in model._meta.local_fields if field.column in columns and not field.null)
    options = f"FORMAT csv, FORCE_NOT_NULL ({texts})"
    cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN ({options})", lines)


def made_up(count: int, charter: Charter, *, first_pk: int) -> Iterator[Row]:
    """Yield the rows of so many pledges, oldest first."""
    # Chance that can be repeated is what is wanted here; it guards nothing.
    chance = random.Random(SEED)  # noqa: S311
    # Of its own, so that what became of a pledge does not change the next.
    later = random.Random(SEED)  # noqa: S311
    officers = volume_deliveries.officers()
    for number in range(count):
        sent_at = LAST_SENT_AT - YEARS + YEARS * ((number + 1) / count)
        row = {
            "id": first_pk + number,
            "reference": reference(number),
            "form_token": UUID(int=chance.getrandbits(128)),
            "consent_to_publish_id": charter.wordings[Purpose.PUBLISH],
            "privacy_notice_id": charter.wordings[Purpose.PRIVACY],
            "version": 1,
            **who(chance, charter),
            **what(chance, charter, number),
            **how_much(chance),
            **when_and_where(chance, charter, sent_at),
            **fate(chance, sent_at),
        }
        report = volume_deliveries.report(row, later, until=LAST_SENT_AT, by=officers)
        yield {**row, **volume_deliveries.shown(report), "report": report}


def reference(number: int) -> str:
    """Return a reference that looks like chance, another for each number: the step has no factor of 24."""
    left = (number + 1) * 68_718_952_447 % len(REFERENCE_LETTERS) ** 8
    letters = ""
    for _ in range(8):
        left, letter = divmod(left, len(REFERENCE_LETTERS))
        letters += REFERENCE_LETTERS[letter]
    return f"CWB-{letters[:4]}-{letters[4:]}"


def happens(chance: random.Random, percent: int) -> bool:
    return chance.randrange(100) < percent


def who(chance: random.Random, charter: Charter) -> Row:
    kind = chance.choice(charter.kinds)
    first, trade = chance.choice(FIRST_NAMES), chance.choice(TRADES)
    return {
        "kind_id": kind.code,
        "name_shown": NameShown.ORGANISATION if kind.is_organisation else NameShown.INITIAL,
        "public_name": f"{first}’s {trade} (made up)" if kind.is_organisation else f"{first} M. (made up)",
        "is_16_or_over": None if kind.is_organisation else True,
    }


def what(chance: random.Random, charter: Charter, number: int) -> Row:
    text = " ".join(chance.choice(words) for words in (VERBS, MANNERS, THINGS)) + f" for {chance.choice(PEOPLE)}"
    if happens(chance, COMMON_PERCENT):
        text += f" {COMMON}"
    if number % RARE_EVERY == 0:
        text += f" with a {RARE}"
    action = chance.choice(charter.actions) if happens(chance, ACTION_PERCENT) else None
    return {
        "text": text,
        "action_id": action.code if action else None,
        "foundation_id": action.foundation_id if action else chance.choice(charter.foundations),
        "benefit_id": action.benefit_id if action else chance.choice(charter.benefits),
    }


def how_much(chance: random.Random) -> Row:
    if not happens(chance, QUANTITY_PERCENT):
        return {"quantity_hundredths": None, "unit": None}
    return {"quantity_hundredths": chance.randint(1, 200) * 100, "unit": chance.choice(UNITS)}


def when_and_where(chance: random.Random, charter: Charter, sent_at: datetime) -> Row:
    place = chance.choices(list(Place), weights=[60, 30, 10])[0]
    due_on = sent_at.date() + timedelta(days=chance.randint(30, 365))
    return {
        "submitted_at": sent_at,
        "due_on": due_on if happens(chance, DUE_PERCENT) else None,
        "place": place,
        "neighbourhood_id": chance.choice(charter.neighbourhoods) if place == Place.NEIGHBOURHOOD else None,
    }


def fate(chance: random.Random, sent_at: datetime) -> Row:
    decided_at = sent_at + timedelta(minutes=chance.randint(60, 5 * 24 * 60))
    if happens(chance, PUBLISHED_PERCENT):
        published_at, state = decided_at, State.APPROVED
    else:
        published_at = None
        state = chance.choices(list(OTHER_STATES), weights=list(OTHER_STATES.values()))[0]
    return {
        "state": state,
        "published_at": published_at,
        "first_published_at": published_at,
        "decided_at": None if state in UNDECIDED else decided_at,
    }


def contact_of(row: Row) -> Row:
    confirmed_at = None if row["state"] == State.UNCONFIRMED else row["submitted_at"]
    return {
        "pledge_id": row["id"],
        "name": "Made-up Person",
        "email": f"made-up-{row['id']}@example.org",
        "confirmed_at": confirmed_at,
    }
