"""The table of roles in docs/operations.md says what the database lets each group do."""

from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.contrib.auth.models import Group

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


def documented() -> dict[str, set[str]]:
    """Return the patterns of permissions that the table gives each group."""
    table = OPERATIONS.read_text(encoding="utf-8").partition("| act | permission |")
    lines = "".join(table[1:]).partition("\n\n")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    groups = rows[0][2:]
    return {
        group: {row[1].strip("`") for row in rows[2:] if row[2 + column] == "yes"}
        for column, group in enumerate(groups)
    }


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Viewer", "Moderator", "Lead officer", "Data officer", "Ledger officer", "CWB Group"])
def test_the_documented_roles_are_those_of_the_database(name):
    permissions = Group.objects.get(name=name).permissions.select_related("content_type")
    given = {f"{permission.content_type.app_label}.{permission.codename}" for permission in permissions}
    patterns = documented()[name]

    undocumented = {one for one in given if not any(fnmatch(one, pattern) for pattern in patterns)}
    not_given = {pattern for pattern in patterns if not any(fnmatch(one, pattern) for one in given)}

    assert (undocumented, not_given) == (set(), set())
