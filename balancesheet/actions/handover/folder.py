"""The folder of files that books are handed over in: its manifest, and its lines as the schema says they are."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from balancesheet.actions.handover.tables import FORMAT, OFFICERS, TABLES, VERSION, Row, schema

MANIFEST, SCHEMA, DOCUMENTS = "manifest.json", "schema.json", "documents"
NAMES = (OFFICERS, *(table.name for table in TABLES))
READ_BYTES = 1_000_000

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "null": type(None),
}


class NotAsWritten(Exception):
    """A file of the folder is not what the portal wrote, and the message says which and where."""


class OtherVersion(Exception):
    """The folder was written by a portal that says these things another way."""


def as_text(said: Row) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(READ_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def manifest_of(folder: Path) -> str:
    """Return the text of a folder's manifest: all its files with their size and SHA-256."""
    files = [
        {"name": name, "bytes": (folder / name).stat().st_size, "sha256": digest_of(folder / name)}
        for name in names_in(folder)
    ]
    return as_text({"format": FORMAT, "version": VERSION, "files": files})


def names_in(folder: Path) -> list[str]:
    """Return the names of a folder's files without its manifest, documents with their folder's."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if name != MANIFEST)


def verify(folder: Path) -> str:
    """Return the SHA-256 of a folder's manifest, which says what is in the folder, and in no other version than ours.

    Raises OtherVersion or NotAsWritten.
    """
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        said = json.loads(text)
        known = (said["format"], said["version"])
        files = {file["name"]: file["sha256"] for file in said["files"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotAsWritten(f"{MANIFEST} is not there, or is no manifest") from error
    if known != (FORMAT, VERSION):
        raise OtherVersion(f"The folder is of {known[0]}, version {known[1]}; this portal reads version {VERSION}")
    if odd := sorted(set(files) ^ set(names_in(folder))):
        raise NotAsWritten(f"{odd[0]} is in the manifest or in the folder, and not in both")
    for name, digest in files.items():
        if digest_of(folder / name) != digest:
            raise NotAsWritten(f"{name} is not the file that the manifest names: its SHA-256 is another")
    if (folder / SCHEMA).read_text(encoding="utf-8") != as_text(schema()):
        raise OtherVersion(f"{SCHEMA} says of the files what this portal does not")
    return hashlib.sha256(text.encode()).hexdigest()


def lines(folder: Path, name: str) -> Iterator[Row]:
    """Yield the rows of a file, one by one. Raises NotAsWritten for the first that is not as the schema says."""
    rule = schema()["$defs"][name]
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise NotAsWritten(f"{name}.jsonl, line {number:,} is no JSON") from error
            if fault := fault_of(row, rule):
                raise NotAsWritten(f"{name}.jsonl, line {number:,}: {fault}")
            yield row


def fault_of(row: Any, rule: Row) -> str:
    """Return what the schema has against a row, or nothing."""
    if not isinstance(row, dict) or row.keys() != rule["properties"].keys():
        return "its columns are not those of the schema"
    for name, value in row.items():
        if not fits(value, rule["properties"][name]):
            return f"{name} is not as the schema says"
    return ""


def fits(value: Any, rule: Row) -> bool:
    """Tell whether a value is of the type that the schema gives it. What its text says is for its field to read."""
    named = rule.get("type")
    if named is None:
        return True
    named = [named] if isinstance(named, str) else named
    # A truth value is a whole number to Python.
    if isinstance(value, bool):
        return "boolean" in named
    return any(isinstance(value, TYPES[name]) for name in named)
