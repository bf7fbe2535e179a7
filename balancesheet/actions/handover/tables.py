"""What is handed over: the tables in the order in which they can be filled, and how a value stands in a file.

The columns are those of the models: one that is added there is handed over without a word here.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias
from uuid import UUID

from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models

from balancesheet.models import (
    Account,
    Answer,
    Chart,
    ChartLine,
    CouncilAccounts,
    DueDate,
    Entry,
    Event,
    Evidence,
    FrozenStatement,
    Grant,
    GrantFile,
    Ledger,
    Proxy,
    Pull,
    Question,
    Return,
    ReturnFile,
    Unit,
    Voice,
    Year,
)
from charter.models import Foundation, Neighbourhood, NeighbourhoodSmallArea, NeighbourhoodWard, SmallArea, Ward

# A change of what the files say, or how, is another version.
FORMAT, VERSION = "stevenage-community-balance-sheet", 1

Row = dict[str, Any]
Field: TypeAlias = "models.Field[Any, Any]"

CHECKED = ("checked_by_id", "checked_at")
REFUSED = ("refused_by_id", "refused_at", "refused_why")
WITHDRAWN = ("withdrawn_by_id", "withdrawn_at", "withdrawn_why")


@dataclass(frozen=True)
class Table:
    """A table, and its files' name.

    left_out: columns that stay here. decided: columns that are filled after the row is there, act by act, as officers
    filled them: the rules of the database know no other way.
    """

    name: str
    model: type[models.Model]
    left_out: tuple[str, ...] = ()
    order: tuple[str, ...] = ("pk",)
    decided: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields by the names of their columns."""
        fields = self.model._meta.concrete_fields
        return {field.attname: field for field in fields if field.attname not in self.left_out}

    @cached_property
    def officers(self) -> list[str]:
        """The columns that name an officer."""
        return [name for name, field in self.fields.items() if is_officer(field)]


# Where: those that are there already are written over, since a portal comes with some.
PLACES = (
    Table("foundations", Foundation),
    Table("neighbourhoods", Neighbourhood),
    Table("wards", Ward),
    Table("small_areas", SmallArea),
    Table("neighbourhood_wards", NeighbourhoodWard),
    Table("neighbourhood_small_areas", NeighbourhoodSmallArea),
)
BOOKS = (
    Table("units", Unit),
    Table("accounts", Account),
    Table("charts", Chart),
    Table("chart_lines", ChartLine),
    Table("ledgers", Ledger),
    Table("proxies", Proxy),
    Table("due_dates", DueDate),
    Table("council_accounts", CouncilAccounts),
    Table("events", Event),
)
YEARS = Table("years", Year, left_out=("id",), order=("ledger", "year_starting"))
ENTRIES = Table("entries", Entry)
EVIDENCE = Table("evidence", Evidence)
# What was entered, asked and published. Some of it names entries or seals, so it comes after these.
RECORDS = (
    EVIDENCE,
    Table("return_files", ReturnFile, decided=(CHECKED, REFUSED, WITHDRAWN)),
    Table("returns", Return, decided=((*CHECKED, "entry_id"), REFUSED, WITHDRAWN)),
    Table("grant_files", GrantFile),
    Table("grants", Grant),
    Table("pulls", Pull),
    # An address belongs to who asked, and to nobody who takes the books over.
    Table("questions", Question, left_out=("email",), decided=(("published_by_id", "published_at"), REFUSED)),
    Table("answers", Answer),
    Table("voices", Voice, decided=(CHECKED, REFUSED)),
    Table("frozen_statements", FrozenStatement),
)
TABLES = (*PLACES, *BOOKS, YEARS, ENTRIES, *RECORDS)
OFFICERS, OFFICER_COLUMNS = "officers", ("officer", "roles")


def is_officer(field: Field) -> bool:
    return field.related_model is User


def as_said(value: Any) -> Any:
    """Return a column's value as JSON has it. Moments are in UTC, and decimals are texts: no digit is lost."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def as_line(row: Row) -> str:
    """Return a row as one line of JSON: the same row, the same bytes."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def rule_of(field: Field) -> Row:
    """Return what JSON Schema says of a column."""
    said: Row = {"description": str(field.help_text)} if field.help_text else {}
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if is_officer(field):
        said |= {"type": "string", "pattern": "^officer-[1-9][0-9]*$"}
    elif isinstance(target, models.JSONField):
        # Whatever JSON can say.
        return said
    elif isinstance(target, ArrayField):
        said |= {"type": "array", "items": {"type": "string"}}
    else:
        said |= plain_rule(target)
    if field.null:
        said["type"] = [said["type"], "null"]
    return said


def plain_rule(field: Field) -> Row:
    if isinstance(field, models.BooleanField):
        return {"type": "boolean"}
    if isinstance(field, models.IntegerField):
        return {"type": "integer"}
    formats = {models.DateTimeField: "date-time", models.DateField: "date", models.UUIDField: "uuid"}
    said: Row = {"type": "string"}
    # A moment is a kind of day to Django: the first that fits counts.
    said |= next(({"format": name} for kind, name in formats.items() if isinstance(field, kind)), {})
    return said | ({"maxLength": field.max_length} if field.max_length else {})


def schema() -> Row:
    """Return what a line of each file is, as JSON Schema."""
    officers = {"officer": {"type": "string"}, "roles": {"type": "array", "items": {"type": "string"}}}
    lines = {OFFICERS: line_rule(officers)}
    for table in TABLES:
        lines[table.name] = line_rule({name: rule_of(field) for name, field in table.fields.items()})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{FORMAT}, version {VERSION}",
        "description": "Each line of NAME.jsonl is a JSON object as $defs/NAME says; NAME.csv says the same.",
        "$defs": lines,
    }


def line_rule(properties: Row) -> Row:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }
