"""Rules that must always hold, as database constraints named so that their error reads well."""

from django.db import models
from django.db.models import Q


def both_or_neither(first: str, second: str) -> models.CheckConstraint:
    """Return the rule that two columns are filled together, as a time and the person who acted."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{first}_and_{second}_come_together",
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
    )


def ends_after_it_begins(first: str = "valid_from", last: str = "valid_to") -> models.CheckConstraint:
    """Return the rule that a period, where it has an end, ends after it begins."""
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_ends_after_it_begins",
        condition=Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gt": models.F(first)}),
    )


def filled(column: str) -> models.CheckConstraint:
    """Return the rule that a text is not empty."""
    return models.CheckConstraint(name=f"%(app_label)s_%(class)s_{column}_is_filled", condition=~Q(**{column: ""}))


def one_of(column: str, choices: type[models.TextChoices], *, or_empty: bool = False) -> models.CheckConstraint:
    """Return the rule that a column holds one of its choices, whoever writes it."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{column}_is_known",
        condition=Q(**{f"{column}__in": [*choices.values, ""] if or_empty else choices.values}),
    )
