"""Grants to groups, as they were awarded: the council's own, and other funders'."""

from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.fields import TextField
from django.db.models.functions import Concat, Left

from balancesheet.models import Grade, Grant
from balancesheet.sources.taking import Source, Wanted

MOST_WORDS = 300


def rows() -> "QuerySet[Any, tuple[Any, ...]]":
    """The newest version of every grant. Recipients are organisations: see Grant."""
    words = Concat(Value("Grant to "), "recipient_name", Value(": "), "title", output_field=TextField())
    return (
        Grant.objects.current()
        .order_by()
        .values_list(
            *Wanted(
                ref=F("identifier"),
                ledger=F("ledger_id"),
                dated=F("award_date"),
                amount=F("amount_pence"),
                unit=Value("GBP"),
                debit=Value("1020"),
                credit=Case(When(is_councils=True, then=Value("4020")), default=Value("4030")),
                words=Left(words, MOST_WORDS),
                grade=Value(Grade.REGISTER.value),
                foundation=Value("cooperative"),
            )
        )
    )


GRANTS = Source(name="grant", rows=rows, tables=("balancesheet_grant",), are_words_its_own=True)
