"""Reads a file of grants in the 360Giving Data Standard, CSV or JSON, and tells what is wrong with which row."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from balancesheet.models.grants import A_PERSON, IN_A_REGISTER, MOST_PENCE
from balancesheet.pages.grants import COLUMNS
from stevenage_cwb.common.spreadsheets import safe_cell
from stevenage_cwb.common.years import day_of

REQUIRED = [title for title in COLUMNS if not title.startswith("Beneficiary")]
LONGEST = {"identifier": 180, "title": 200, "description": 10_000, "location_code": 20, "location_code_type": 10}
LONGEST_OTHER = 120
AMOUNT = re.compile(r"\d{1,13}(\.\d+)?")
# How the standard's JSON is written into its table.
INSIDE = {"recipientOrganization": "Recipient Org", "beneficiaryLocation": "Beneficiary Location",
          "fundingOrganization": "Funding Org"}  # fmt: skip
NAMES = {"id": "Identifier", "name": "Name", "geoCode": "Geographic Code", "geoCodeType": "Geographic Code Type",
         "title": "Title", "description": "Description", "currency": "Currency", "amountAwarded": "Amount Awarded",
         "awardDate": "Award Date"}  # fmt: skip
INDIVIDUAL = "Recipient Ind"


class NotReadable(Exception):
    """The file as a whole cannot be read, and the message says why."""


class Fault(NamedTuple):
    """What is wrong with a row. Rows are counted as a spreadsheet counts them: the titles are row 1."""

    row: int
    column: str
    sentence: str


class Wrong(Exception):
    """What stands in a cell is not what is wanted, and the message says what is."""


Cells = dict[str, str]
Fields = dict[str, Any]


def rows_of(content: bytes) -> Iterator[tuple[int, Cells]]:
    """Yield the cells of each row by the titles of the standard. Raises NotReadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable("The file is not written in UTF-8. Save it as “CSV UTF-8”") from error
    if "\x00" in text:
        raise NotReadable("The file has characters that no text has. Is it a CSV file?")
    return rows_of_json(text) if text.lstrip().startswith("{") else rows_of_csv(text)


def rows_of_csv(text: str) -> Iterator[tuple[int, Cells]]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        titles = [known_title(title) for title in next(lines, [])]
        check_titles(titles)
        for number, line in enumerate(lines, start=2):
            if any(cell.strip() for cell in line):
                yield number, dict(zip(titles, map(plain, line), strict=False))
    except csv.Error as error:
        raise NotReadable(f"Line {lines.line_num} is no line of a CSV file: {error}") from error


def check_titles(titles: list[str]) -> None:
    missing = [title for title in REQUIRED if title not in titles]
    twice = sorted({title for title in titles if title in COLUMNS and titles.count(title) > 1})
    if missing:
        raise NotReadable(f"The first row has no column {', '.join(f'“{title}”' for title in missing)}")
    if twice:
        raise NotReadable(f"Two columns have the title {', '.join(f'“{title}”' for title in twice)}")


def known_title(title: str) -> str:
    """Return a title as the standard writes it: with any capitals, and with the 0 of the first of several."""
    plainer = " ".join(title.replace(":0:", ":").split())
    return next((known for known in COLUMNS if known.casefold() == plainer.casefold()), plainer)


def plain(cell: str) -> str:
    """Return a cell without what keeps spreadsheets from running it: see safe_cell."""
    stripped = cell.strip()
    return stripped[1:] if stripped.startswith("'") and safe_cell(stripped[1:]) == stripped else stripped


def rows_of_json(text: str) -> Iterator[tuple[int, Cells]]:
    try:
        # As it is written: a float would lose pence.
        package = json.loads(text, parse_float=str, parse_int=str)
        grants = package["grants"]
        for number, grant in enumerate(grants, start=2):
            yield number, dict(cells_of(grant))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotReadable("The file is no package of grants as 360Giving writes them in JSON") from error


def cells_of(grant: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in grant.items():
        if name == "recipientIndividual":
            yield INDIVIDUAL, "a person"
        elif name in INSIDE:
            # Of several, the first: as in the standard's table, where the others have columns of their own.
            for inner, text in value[0].items():
                yield f"{INSIDE[name]}:{NAMES.get(inner, inner)}", str(text).strip()
        elif name in NAMES:
            yield NAMES[name], str(value).strip()


def read_row(number: int, cells: Cells) -> tuple[Fields, list[Fault]]:
    """Return what a row says by the fields of a grant, or what is wrong with it."""
    fields: Fields = {}
    faults = [
        Fault(number, title, "Grants to people are not taken in: leave the row out")
        for title, text in cells.items()
        if title.casefold().startswith(INDIVIDUAL.casefold()) and text
    ]
    for title, field in COLUMNS.items():
        try:
            text = cells.get(title, "")
            if not text and title in REQUIRED:
                raise Wrong("Nothing stands here")
            fields[field] = READERS.get(field, read_text(LONGEST.get(field, LONGEST_OTHER)))(text)
        except Wrong as wrong:
            faults.append(Fault(number, title, str(wrong)))
    if not faults and is_person(fields):
        faults.append(Fault(number, "Recipient Org:Name", "This reads like a person. Leave the row out, or give the "
                            "organisation's number in a public register, such as GB-CHC-1234567"))  # fmt: skip
    return fields, faults


def is_person(fields: Fields) -> bool:
    looks_like_one = re.match(A_PERSON, fields["recipient_name"], re.IGNORECASE)
    return bool(looks_like_one) and not fields["recipient_id"].startswith(IN_A_REGISTER)


def read_text(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > longest:
            raise Wrong(f"This has {len(text):,} characters, and {longest:,} is the most")
        return text

    return read


def read_currency(text: str) -> str:
    if text != "GBP":
        raise Wrong("Only GBP is taken in")
    return text


def read_amount(text: str) -> int:
    """Return pence."""
    if not AMOUNT.fullmatch(text):
        raise Wrong("Write the amount as a number of pounds: 1200.50, without a comma or a pound sign")
    try:
        pence = Decimal(text).scaleb(2)
    except InvalidOperation as error:
        raise Wrong("This is no amount") from error
    if pence % 1 or pence > MOST_PENCE:
        raise Wrong("An amount has whole pence, and 15 digits at most")
    return int(pence)


def read_day(text: str) -> date:
    """Return the day of a date, or of a moment in the United Kingdom."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Wrong("Write the date as 2026-03-31") from error
    return day_of(moment) if moment.tzinfo else moment.date()


READERS: dict[str, Callable[[str], Any]] = {
    "currency": read_currency,
    "amount_pence": read_amount,
    "award_date": read_day,
}
