"""Writes the sheets of a workbook as CSV files, run as a process of its own under limits of memory and time.

A workbook can ask for any amount of both: a packed gigabyte, a cell in the last row of the last column, a row
repeated a million times. Whatever it is, only this process ends. Nothing of the portal is imported here, and the
parser knows no XML entities.
"""

import csv
import resource
import sys
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

MOST_MEMORY_BYTES = 350_000_000
MOST_SECONDS = 15


def cell(value: object) -> str:
    """Return what the cell shows, as a CSV would write it: dates as ISO, numbers without a workbook's binary noise."""
    if isinstance(value, float):
        return f"{Decimal(format(value, '.15g')):f}"
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def unpack(source: str, folder: Path) -> None:
    """Write one CSV for every visible sheet that holds anything, named by its place and its title."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 -- after the limits

    with CalamineWorkbook.from_path(source) as workbook:
        for place, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ != SheetTypeEnum.WorkSheet or sheet.visible != SheetVisibleEnum.Visible:
                continue
            with (folder / f"{place:03}.csv").open("w", encoding="utf-8", newline="") as target:
                opened = workbook.get_sheet_by_name(sheet.name)
                csv.writer(target, lineterminator="\n").writerows(
                    [cell(value) for value in row] for row in opened.iter_rows()
                )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unpack(sys.argv[1], Path(sys.argv[2]))
