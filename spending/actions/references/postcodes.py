"""The ONS Postcode Directory, or the lookup made from it, of any year: which areas each postcode lies in."""

import re
from datetime import date

from spending.actions.reading.kinds import Refused
from spending.actions.references import readers
from spending.actions.references.records import Record, each
from spending.actions.references.sheets import Sheet
from spending.actions.references.staging import Staging, run
from spending.actions.references.taking import Taking
from spending.actions.turns import take_turn
from spending.models import ReferenceFile, ReferenceKind
from spending.pages.postcodes import postcode

AREAS = ("district", "county", "region", "country", "travel_to_work", "small_area")
CODE = re.compile(r"[A-Z][0-9]{8}").fullmatch
MONTHS = ("introduced_on", "terminated_on")
COLUMNS = {"row": "integer", "postcode": "text", **dict.fromkeys(MONTHS, "date"), **dict.fromkeys(AREAS, "text")}

FACTS = ", ".join([*MONTHS, *AREAS])
# An edition that has no column for an area, or no code in it, says nothing of that area.
CODES = ", ".join(f"coalesce(nullif(said.{area}, ''), held.{area}) AS {area}" for area in AREAS)
CHANGED = " OR ".join(f"(said.{area} <> '' AND held.{area} <> '' AND said.{area} <> held.{area})" for area in AREAS)
EDITION = f"""
    CREATE TEMPORARY TABLE edition AS
    SELECT held.id, said.postcode, said.introduced_on, said.terminated_on, {CODES},
           ({CHANGED}) AND NOT coalesce(held.valid_from = %(as_at)s, %(is_first)s) AS has_moved
    FROM said_postcode said JOIN spending_postcode held ON held.postcode = said.postcode AND held.valid_to IS NULL
"""  # noqa: S608 -- made of the names above
# What an edition corrects or fills in of itself, and the months of a postcode, are no change of its areas.
FILLED = f"""
    UPDATE spending_postcode held SET ({FACTS}) = (SELECT {FACTS} FROM edition e WHERE e.id = held.id)
    WHERE id IN (
        SELECT id FROM (SELECT id, {FACTS} FROM edition WHERE NOT has_moved
                        EXCEPT SELECT id, {FACTS} FROM spending_postcode) other
    )
"""  # noqa: S608 -- made of the names above
CLOSED = "UPDATE spending_postcode held SET valid_to = %(as_at)s FROM edition e WHERE held.id = e.id AND e.has_moved"
MOVED = f"""
    INSERT INTO spending_postcode (postcode, {FACTS}, valid_from)
    SELECT postcode, {FACTS}, %(as_at)s FROM edition WHERE has_moved
"""  # noqa: S608 -- made of the names above
CAME = f"""
    INSERT INTO spending_postcode (postcode, {FACTS})
    SELECT postcode, {FACTS} FROM said_postcode said
    WHERE NOT EXISTS (SELECT FROM spending_postcode held WHERE held.postcode = said.postcode)
"""  # noqa: S608 -- made of the names above


def take(taking: Taking) -> None:
    if taking.as_at < max(editions(), default=taking.as_at):
        raise Refused("older", "A later edition has been imported: the areas of this one would come to stand after it.")
    sheet = Sheet(taking.path, taking.kind, taking.counts)
    taking.columns.update(sheet.source.titles)
    with Staging("said_postcode", COLUMNS) as said:
        each(sheet.records(), lambda record: take_postcode(record, said), taking.counts)
        said.complete()
        said.drop_repeated(taking.counts, column="postcode", title=taking.columns["postcode"])
        take_turn()
        merge(taking)


def editions() -> list[date]:
    return list(ReferenceFile.objects.filter(kind=ReferenceKind.POSTCODES).values_list("as_at", flat=True))


def take_postcode(record: Record, said: Staging) -> bool:
    if not any(record.cells[name] for name in AREAS):
        # The oldest of the terminated postcodes lie nowhere that is known.
        return False
    code = record.must("postcode", postcode)
    codes = [record.must("district", area), *(record.may(name, area) or "" for name in AREAS[1:])]
    introduced, terminated = record.may("introduced", readers.month), record.may("terminated", readers.month)
    said.add(record.number, code, introduced, terminated, *codes)
    return True


def area(text: str) -> str:
    found = CODE(text.strip())
    return found[0] if found else ""


def merge(taking: Taking) -> None:
    """Make the edition what we know of postcodes from its day on; the first, of the days before it too."""
    edition = {"as_at": taking.as_at, "is_first": taking.as_at == min(editions(), default=taking.as_at)}
    changes = taking.counts.changes
    run(EDITION, edition)
    run("ANALYZE edition")
    changes["postcodes whose codes or months were filled in or corrected"] += run(FILLED)
    run(CLOSED, edition)
    changes["postcodes in other areas from this edition on"] += run(MOVED, edition)
    run("DROP TABLE edition")
    changes["postcodes added"] += run(CAME)
