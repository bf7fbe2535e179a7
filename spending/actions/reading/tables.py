"""A file as tables of text: a CSV is one; a workbook is unpacked to one for each sheet, in a process of its own."""

import shutil
import subprocess
import sys
import tempfile
import weakref
from pathlib import Path

from spending.actions.reading.encodings import encoding_of
from spending.actions.reading.kinds import Refused
from spending.actions.reading.records import Table, delimiter_of

UNPACKING = Path(__file__).with_name("unpacking.py")
MOST_SECONDS = 18


class Tables(list[Table]):
    """The tables of one file. What was unpacked for them goes when they do."""


def tables_of(path: Path, kind: str) -> Tables:
    if kind == "csv":
        encoding = encoding_of(path)
        return Tables([Table(path, encoding, delimiter_of(path, encoding))])
    folder = Path(tempfile.mkdtemp(prefix="workbook"))
    tables = Tables()
    weakref.finalize(tables, shutil.rmtree, folder, ignore_errors=True)
    # The parser goes by the name, and a file's name may lie.
    named = folder / f"workbook.{kind}"
    named.symlink_to(path.resolve())
    unpack(named, folder)
    tables.extend(Table(sheet, "utf-8", ",") for sheet in sorted(folder.glob("*.csv")) if sheet.stat().st_size)
    return tables


def unpack(path: Path, folder: Path) -> None:
    """Write the sheets into the folder. Raises Refused for what is damaged, locked, or too large in its limits."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", UNPACKING, path, folder],
            capture_output=True, text=True, errors="replace", timeout=MOST_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as slow:
        raise Refused("bomb", "The workbook takes too long to unpack. Save it as CSV.") from slow
    if done.returncode < 0 or "MemoryError" in done.stderr or "memory allocation" in done.stderr:
        raise Refused("bomb", "The workbook asks for too much memory or time. Save it as CSV.")
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1:] or ["no reason was given"]
        if "Password" in why[0]:
            raise Refused("locked", "The workbook is protected by a password. Save it without.")
        raise Refused("damaged", f"The workbook cannot be read: {why[0][:200]}")
