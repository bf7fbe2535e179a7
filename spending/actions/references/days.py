"""Of which day a reference file speaks, told by its name or by its beginning."""

import re
from datetime import date
from pathlib import Path

from spending.actions.reading.dates import month_number

BEGINNING_BYTES = 65_536
# BasicCompanyDataAsOneFile-2026-11-01.csv, suppliers 20261101.xlsx
WHOLE = re.compile(r"(?<![0-9])(20[0-9]{2})([-_. ]?)(0[1-9]|1[0-2])\2(0[1-9]|[12][0-9]|3[01])(?![0-9])").search
# ONSPD_MAY_2026_UK.csv
MONTH = re.compile(r"(?<![a-z])([a-z]{3,9})[-_ ]*(20[0-9]{2})(?![0-9])", re.IGNORECASE).finditer
# As the Charity Commission and the publishers of notices say it, in JSON or in the first row of the extract.
WITHIN = re.compile(
    rb'(?:"(?:date_of_extract|publishedDate)"\s*:\s*"|\Adate_of_extract[^\n]*\n"?)(20\d\d)-(\d\d)-(\d\d)'
).search


def in_name(name: str) -> date | None:
    """Return the day that a file's name says; the first of the month where it names a month only."""
    try:
        if found := WHOLE(name):
            return date(int(found[1]), int(found[3]), int(found[4]))
        for found in MONTH(name):
            if number := month_number(found[1]):
                return date(int(found[2]), number, 1)
    except ValueError:
        pass
    return None


def in_beginning(path: Path) -> date | None:
    with path.open("rb") as file:
        found = WITHIN(file.read(BEGINNING_BYTES).removeprefix(b"\xef\xbb\xbf"))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
