"""Frozen dataclasses as plain JSON, and made again of it, by their type hints.

What is equal to its default is left out, and what is missing is the default: a field that is added later needs one, so
that statements of before can still be printed.
"""

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.db import models


def plain(value: Any) -> Any:
    """Return what JSON can hold. A model is its columns."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return {name: plain(part) for name, part in parts(value)} if has_parts(value) else value


def has_parts(value: Any) -> bool:
    return isinstance(value, models.Model) or is_dataclass(value)


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a model or a dataclass is made of, save what is equal to its default."""
    if isinstance(value, models.Model):
        yield from ((field.attname, getattr(value, field.attname)) for field in value._meta.concrete_fields)
        return
    kind: Any = type(value)
    for name, default in defaults_of(kind):
        part = getattr(value, name)
        if default is MISSING or part != default:
            yield name, part


def made(kind: Any, data: Any) -> Any:
    """Return a value of a type hint, made of what `plain` returned of one."""
    if get_origin(kind) is UnionType:
        return made_of_one(get_args(kind), data)
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        every = (kinds[0],) * len(data) if kinds[-1] is Ellipsis else kinds
        return tuple(made(each, part) for each, part in zip(every, data, strict=True))
    if is_dataclass(kind):
        return made_of_fields(kind, data)
    if isinstance(kind, type) and issubclass(kind, models.Model):
        return kind(**data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    return date.fromisoformat(data) if kind is date else data


def made_of_one(kinds: tuple[Any, ...], data: Any) -> Any:
    if Decimal in kinds:
        # Numbers that have decimals are texts in JSON, so that none is rounded.
        return Decimal(data) if isinstance(data, str) else data
    return None if data is None else made(next(kind for kind in kinds if kind is not NoneType), data)


def made_of_fields(kind: Any, data: dict[str, Any]) -> Any:
    hints = hints_of(kind)
    return kind(**{name: made(hints[name], part) for name, part in data.items() if name in hints})


@cache
def hints_of(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def defaults_of(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(kind))
