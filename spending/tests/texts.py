"""Spend files as text for tests of reading. A test names only what it is about."""

from pathlib import Path

from spending.actions.reading import read
from spending.actions.reading.lines import Line, Quarantined, Reading

TITLES = ["Payment Date", "Transaction Number", "Supplier Name", "Purpose", "Net Amount"]
HEADER = ",".join(TITLES) + "\n"


def rows(count: int = 10) -> str:
    """Return so many payments of June 2026, on days that are no months: £1.25, £2.25, and so on."""
    return "".join(
        f"{number % 16 + 13}/06/2026,T{number},Supplier {number} Ltd,Repairs,{number}.25\n"
        for number in range(1, count + 1)
    )


# 57.50 in all.
TEN = rows()
TEN_PENCE = 5750


def read_text(folder: Path, text: str | bytes, *, encoding: str = "utf-8", name: str = "spend.csv", **asked):
    """Return the reading of a text, with all its lines iterated, the payments, and what is in quarantine."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_file(path, **asked)


def read_file(path: Path, **asked) -> tuple[Reading, list[Line], list[Quarantined]]:
    reading = read(path, **{"layout": None, "accept_proposal": False, **asked})
    lines = list(reading.lines())
    payments = [line for line in lines if isinstance(line, Line)]
    return reading, payments, [line for line in lines if isinstance(line, Quarantined)]


def codes(reading: Reading) -> list[str]:
    return [reason.code for reason in reading.reasons]
