"""What the council paid to suppliers in a neighbourhood: published payments, in scope, in the borough (tier 1).

Payments of other bodies are not the council's, where a body bears its name; where none does, it has another name there.

It came into the neighbourhood, and where it went from there nobody knows: that is printed as unexplained until a
survey says more. See docs/ledger.md, "From the portal's own records".
"""

from typing import Any

from django.db.models import Exists, F, Q, QuerySet, Value
from django.db.models.fields import TextField
from django.db.models.functions import Cast, Coalesce

from balancesheet.models import Grade
from balancesheet.models.ledgers import WHOLE_TOWN
from balancesheet.sources.taking import Source, Wanted
from charter.models import Council
from spending.models import AttributedPayment, Body, Scope, Tier


def rows() -> "QuerySet[Any, tuple[Any, ...]]":
    """Every payment that counts here. A payee may be a person: an entry names none."""
    councils = Body.objects.filter(name__iexact=Council.objects.values("name")[:1])
    counted = AttributedPayment.objects.filter(
        ~Exists(councils) | Q(attribution__body__in=councils), attribution__scope=Scope.IN, attribution__tier=Tier.T1
    )
    return counted.values_list(
        *Wanted(
            ref=Cast("payment_id", TextField()),
            ledger=Coalesce("attribution__neighbourhood__ledger__code", Value(WHOLE_TOWN)),
            dated=F("pay_date"),
            amount=F("amount_pence"),
            unit=Value("GBP"),
            debit=Value("5090"),
            credit=Value("4070"),
            words=Value("The council paid a supplier placed here"),
            # The file it was published in is kept, with its digest.
            grade=Value(Grade.DOCUMENT.value),
            foundation=Value("procurement"),
        )
    )


PAYMENTS = Source(
    name="payment",
    rows=rows,
    tables=("spending_attributedpayment", "spending_attribution", "spending_body", "charter_council"),
    numbered_by="spending_payment",
)
