"""Folders of books for tests: written, read, and bent."""

import json

from balancesheet.actions.handover.folder import MANIFEST, manifest_of


def rows(folder, name):
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def bend(folder, name, change):
    """Let a change loose on the rows of a file, and write a manifest that knows nothing of it."""
    changed = rows(folder, name)
    change(changed)
    text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in changed)
    (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    sign_anew(folder)


def sign_anew(folder):
    (folder / MANIFEST).write_text(manifest_of(folder), encoding="utf-8")


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
