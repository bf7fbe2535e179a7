"""What people are asked to agree to, in the newest version, kept in memory like the charter's words."""

import json
from dataclasses import dataclass
from pathlib import Path

from pledges.models import Purpose, Wording
from stevenage_cwb.common.snapshot import Snapshot

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "wordings.json"


@dataclass(frozen=True)
class Agreed:
    """One version of a wording."""

    version: int
    text: str


def wordings() -> dict[Purpose, Agreed]:
    """Return the current wording for each purpose."""
    return wordings_snapshot.current()


def read() -> dict[Purpose, Agreed]:
    return {Purpose(wording.purpose): Agreed(wording.version, wording.text) for wording in Wording.objects.current()}


def shipped() -> dict[Purpose, Agreed]:
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return {Purpose(row["purpose"]): Agreed(row["version"], row["text"]) for row in rows}


wordings_snapshot = Snapshot(read=read, shipped=shipped)
