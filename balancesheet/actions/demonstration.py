"""Books of three financial years that everybody can see are made up, through what officers really do with them.

The first year is closed and frozen, the second is over and open, and the third is the one that today is in.
"""

import csv
import io
import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from balancesheet import ledger, sources
from balancesheet.actions import asking, closing, return_files, returning, voicing
from balancesheet.actions.evidence import Document, Shown
from balancesheet.actions.grants import IMPORTED, import_grants
from balancesheet.actions.setting_up import load_chart
from balancesheet.models import KINDS, Entry, EntryKind, Grant, Ledger, Return, Unit, Year
from balancesheet.models.ledgers import WHOLE_TOWN
from balancesheet.pages.frozen import Signed
from balancesheet.pages.grants import COLUMNS as GRANT_COLUMNS
from balancesheet.sources.claims import COLUMNS, Books, Claim, read_claim
from charter.pages import words as words_of_the_portal
from stevenage_cwb.common.years import APRIL, day_of, year_name, year_of

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "demonstration.json"
# Stands where an award letter or an invoice would: it says so.
LETTER = SHIPPED.with_suffix(".pdf")
FICTIONAL = "(fictional)"
SEED = 20191216
# Amounts differ by chance, so that none looks worked out: of an amount, so many percent.
LEAST_PERCENT, MOST_PERCENT = 88, 113
ENTERED_AFTER, CHECKED_AFTER = timedelta(days=6), timedelta(days=2)
# Before the draft accounts are due.
CLOSED_ON = (6, 20)

Row = dict[str, Any]


class DemonstrationIsWrong(Exception):
    """Something of the demonstration is not what officers could enter."""


@dataclass(frozen=True)
class World:
    """What is told, by whom, and when it is."""

    told: Row
    by: User
    checked_by: User
    at: datetime
    folder: Path
    scales: dict[str, int]
    chance: random.Random

    @property
    def today(self) -> date:
        return day_of(self.at)

    @property
    def first_year(self) -> int:
        return year_of(self.today) - 2

    def no_later(self, day: date) -> datetime:
        """Return noon of a day, or now where that is to come."""
        return min(datetime.combine(day, time(12), tzinfo=UTC), self.at)


@transaction.atomic
def load_demonstration(*, by: User, checked_by: User, at: datetime) -> int:
    """Make up the books of two financial years and of the part before `at`. Returns how many entries.

    What is published of payments, and verified of pledges, is taken over with them.
    """
    load_chart()
    with tempfile.TemporaryDirectory() as folder:
        world = World(
            told=json.loads(SHIPPED.read_text(encoding="utf-8")),
            by=by,
            checked_by=checked_by,
            at=at,
            folder=Path(folder),
            scales=dict(Unit.objects.values_list("code", "scale")),
            # Chance that can be repeated is what is wanted here; it guards nothing.
            chance=random.Random(SEED),  # noqa: S311
        )
        keep_books(world, 0)
        close_first_year(world)
        keep_books(world, 1)
        keep_books(world, 2)
    find_out_late(world)
    ask(world)
    return Entry.objects.count()


def keep_books(world: World, number: int) -> None:
    """Open a year in every ledger, and enter and check all of it that has happened: most in a file, some one by one."""
    year_starting = world.first_year + number
    for code in Ledger.objects.values_list("code", flat=True):
        ledger.open_year(ledger=code, year_starting=year_starting)
    books = Books.at(world.at)
    happened = list(returns(world, number))
    # On the first day of a year nothing has happened in it.
    if in_file := [cells for row, cells in happened if "shown" not in row]:
        enter_file(world, year_starting, in_file)
    for row, cells in happened:
        if "shown" in row:
            returned = enter(world, claim_of(cells, books), row["shown"])
            checked_at = world.no_later(day_of(returned.entered_at + CHECKED_AFTER))
            returning.check(key=returned.pk, seen=returned.entered_at, by=world.checked_by, at=checked_at)
    award(world, year_starting)


def returns(world: World, number: int) -> Iterator[tuple[Row, dict[str, str]]]:
    """Yield what groups return of a year in each ledger until today, with its cells as in a file."""
    weights = world.told["weights"]
    for row in world.told["returns"]:
        day = day_in(world.first_year + number, row["on"])
        if number not in row.get("years", (0, 1, 2)) or day > world.today:
            continue
        for code in row.get("in", [code for code in weights if code != WHOLE_TOWN]):
            percent = weights[code] * world.told["growth"][number] * world.chance.randint(LEAST_PERCENT, MOST_PERCENT)
            yield row, cells_of(world, row, ledger=code, day=day, percent=100**3 if "exact" in row else percent)


def day_in(year_starting: int, month_and_day: str) -> date:
    month, day = map(int, month_and_day.split("-"))
    return date(year_starting + (month < APRIL), month, day)


def cells_of(world: World, row: Row, *, ledger: str, day: date, percent: int = 100**3) -> dict[str, str]:
    """Return a row as a group would fill it in. percent: of its amount, three times over."""
    kind = KINDS[row["kind"]]
    scale = world.scales[kind.unit]
    parts = max(row["amount"] * scale * percent // 100**3, 1)
    cells = (
        *(ledger, kind.code, f"{day:%d/%m/%Y}", Unit(scale=scale).said(parts), kind.counted_in),
        *(fictional(row["group"]), fictional(row["words"]), "", str(row.get("people", ""))),
    )
    return dict(zip(COLUMNS, cells, strict=True))


def fictional(words: str) -> str:
    return f"{words} {FICTIONAL}"


def claim_of(cells: dict[str, str], books: Books) -> Claim:
    claim = read_claim(cells, books)
    if not isinstance(claim, Claim):
        raise DemonstrationIsWrong(claim)
    return claim


def enter_file(world: World, year_starting: int, rows: list[dict[str, str]]) -> None:
    """Enter a file of returns, and check it: of a year that is over in the month after, else now."""
    name = f"made-up returns {year_name(year_starting)}.csv"
    path = write(world.folder / name, list(COLUMNS), [list(cells.values()) for cells in rows])
    title = fictional(f"Returns of community groups, {year_name(year_starting)}")
    shown = Shown(kind="signed_return", title=title, is_public=True, document=Document(path, name))
    at = world.no_later(date(year_starting + 1, 5, 2))
    file = return_files.enter_file(path, shown=shown, by=world.by, at=at)
    return_files.check_file(key=file.pk, by=world.checked_by, at=min(at + CHECKED_AFTER, world.at))


def write(path: Path, titles: list[str], rows: list[list[Any]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([titles, *rows])
    return path


def enter(world: World, claim: Claim, told: Row) -> Return:
    """Enter a return with its evidence. Every document is the same letter, which says that it is none."""
    is_document = told["kind"] == "document"
    shown = Shown(
        kind=told["kind"],
        title=fictional(told["title"]),
        register=fictional(told["register"]) if "register" in told else "",
        reference=fictional(told["reference"]) if "reference" in told else "",
        is_public=is_document,
        document=Document(LETTER, "made-up letter.pdf") if is_document else None,
    )
    return returning.enter(claim=claim, shown=shown, by=world.by, at=world.no_later(claim.dated + ENTERED_AFTER))


def award(world: World, year_starting: int) -> None:
    """Import the grants of a year, to a group in each neighbourhood: the council's own, and another funder's."""
    council = words_of_the_portal().council.name
    for number, told in enumerate(world.told["grants"], start=1):
        day = day_in(year_starting, told["on"])
        if day > world.today:
            continue
        rows = [
            grant_row(
                f"360G-fictional-{year_starting}-{code}-{number}",
                told,
                place=str(place),
                day=day,
                pounds=told["pounds"] * world.told["weights"][code] // 100,
                funder=fictional(told["funder"]) if "funder" in told else council,
            )
            for code, place in neighbourhoods()
        ]
        import_rows(world, rows, name=f"made-up grants {year_name(year_starting)} {number}.csv", day=day)


def neighbourhoods() -> list[tuple[str, Ledger]]:
    found = Ledger.objects.exclude(code=WHOLE_TOWN).select_related("neighbourhood").order_by("code")
    return [(ledger.code, ledger) for ledger in found]


def grant_row(identifier: str, told: Row, *, place: str, day: date, pounds: int, funder: str) -> list[Any]:
    """Return a grant as its funder's file has it: in the order of the standard's titles."""
    return [
        *(identifier, fictional(told["title"]), fictional(f"{told['title']}, made up for the demonstration"), "GBP"),
        *(f"{pounds}.00", day.isoformat(), "GB-FICTIONAL-1", fictional(told["recipient"])),
        *(place, "", "", "GB-FICTIONAL-2", funder),
    ]


def import_rows(world: World, rows: list[list[Any]], *, name: str, day: date) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([list(GRANT_COLUMNS), *rows])
    at = world.no_later(day + ENTERED_AFTER)
    report = import_grants(text.getvalue().encode(), name=name, by=world.by, at=at)
    if report.outcome != IMPORTED:
        raise DemonstrationIsWrong(report)


def close_first_year(world: World) -> None:
    """Take the portal's records over, hear what people say, and close the first year of every ledger."""
    at = world.no_later(date(world.first_year + 1, *CLOSED_ON))
    sources.pull_all(at=at, by=world.by)
    hear(world, at=at - timedelta(days=10))
    signed = Signed(**world.told["signed"])
    for year in Year.objects.filter(year_starting=world.first_year).select_related("ledger__neighbourhood"):
        closing.close_and_freeze(year=year, signed=signed, none_were_given=False, by=world.checked_by, at=at)


def hear(world: World, *, at: datetime) -> None:
    """Enter what somebody says of each ledger's first year, and the reply; another officer checks both."""
    for code, told in world.told["voices"].items():
        of_year: Row = {"ledger": code, "year_starting": world.first_year, "by": world.by, "at": at}
        said = voicing.enter(role=fictional(told["role"]), words=fictional(told["words"]), **of_year)
        reply = voicing.enter(role=fictional(told["by"]), words=fictional(told["reply"]), replies_to=said.pk, **of_year)
        for voice in (said, reply):
            voicing.check(key=voice.pk, by=world.checked_by, at=at + CHECKED_AFTER)


def find_out_late(world: World) -> None:
    """Leave returns waiting, refuse one, withdraw two, one of them of the closed year; correct a grant of that year."""
    books = Books.at(world.at)
    for row in (*world.told["waiting"], world.told["refused"]):
        cells = cells_of(world, row, ledger=row["in"], day=world.today)
        told = {"kind": "estimate", "title": "Told on the telephone", "reference": "Nothing in writing yet"}
        waiting = enter(world, claim_of(cells, books), told)
    why = fictional(world.told["refused_why"])
    returning.refuse(key=waiting.pk, seen=waiting.entered_at, why=why, by=world.checked_by, at=world.at)
    for number, name in enumerate(("withdrawn_late", "withdrawn")):
        withdraw(world, world.told[name], year_starting=world.first_year + number)
    correct_grant(world)
    sources.pull_all(at=world.at, by=world.by)


def withdraw(world: World, told: Row, *, year_starting: int) -> None:
    returned = Return.objects.checked().get(ledger=told["in"], kind=told["kind"], entry__year_starting=year_starting)
    returning.withdraw(key=returned.pk, why=fictional(told["why"]), by=world.checked_by, at=world.at)


def correct_grant(world: World) -> None:
    """Import a grant of the closed year anew: it was of another amount."""
    told = world.told["grants"][0]
    grant = Grant.objects.get(identifier=f"360G-fictional-{world.first_year}-{world.told['corrected']['in']}-1")
    row = grant_row(
        grant.identifier,
        told,
        place=grant.location_name,
        day=grant.award_date,
        pounds=world.told["corrected"]["pounds"],
        funder=grant.funder_name,
    )
    import_rows(world, [row], name="made-up grants corrected.csv", day=world.today)


def ask(world: World) -> None:
    """Ask of the closed year, as anybody may; an officer answers what has an answer, and lets the rest be read."""
    for told in world.told["questions"]:
        question = asking.ask(
            ledger=told["in"],
            year_starting=world.first_year,
            account=told["account"],
            words=fictional(told["words"]),
            email="",
            token=uuid4(),
            at=world.at - ENTERED_AFTER,
        )
        asking.publish(key=question.pk, by=world.by, at=world.at - CHECKED_AFTER)
        if "answer" in told:
            restated = Entry.objects.filter(ledger=told["in"], kind=EntryKind.RESTATEMENT).first()
            entry = restated.pk if restated and "of_restatement" in told else None
            words = fictional(told["answer"])
            asking.answer(key=question.pk, words=words, entry=entry, by=world.checked_by, at=world.at)
