"""The grants we have, as everybody may read and download them: 360Giving Data Standard, 1.4.

The same columns are read by the importer, so that a download comes back as it went.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from balancesheet.models import Grant
from balancesheet.pages.origins import Figure, figures_moved
from stevenage_cwb.common.money import pounds

VERSION = "1.4"
# Titles as the standard writes them in tables, and the fields that they are kept in.
COLUMNS = {
    "Identifier": "identifier",
    "Title": "title",
    "Description": "description",
    "Currency": "currency",
    "Amount Awarded": "amount_pence",
    "Award Date": "award_date",
    "Recipient Org:Identifier": "recipient_id",
    "Recipient Org:Name": "recipient_name",
    "Beneficiary Location:Name": "location_name",
    "Beneficiary Location:Geographic Code": "location_code",
    "Beneficiary Location:Geographic Code Type": "location_code_type",
    "Funding Org:Identifier": "funder_id",
    "Funding Org:Name": "funder_name",
}
MOST_LISTED = 200


@dataclass(frozen=True)
class Version:
    """One version of a grant, as a page shows it."""

    grant: Grant

    @property
    def pounds(self) -> str:
        return pounds(self.grant.amount_pence)

    @property
    def place(self) -> str:
        return str(self.grant.ledger)


@dataclass(frozen=True)
class Register:
    """The grants that were awarded last, and how many there are."""

    newest: tuple[Version, ...]
    count: int


@dataclass(frozen=True)
class GrantPage:
    """One grant: its newest version, those before it, and the figures it moved."""

    newest: Version
    earlier: tuple[Version, ...]
    figures: tuple[Figure, ...]


def shown(grants: QuerySet[Grant]) -> tuple[Version, ...]:
    placed = grants.select_related("file", "ledger__neighbourhood").defer("ledger__neighbourhood__outline")
    return tuple(Version(grant) for grant in placed)


def register() -> Register:
    """Return the newest MOST_LISTED grants. Two queries."""
    current = Grant.objects.current()
    return Register(shown(current.order_by("-award_date", "-pk")[:MOST_LISTED]), current.count())


def grant_page(number: int) -> GrantPage | None:
    """Return the grant that a version belongs to, None where there is no such version. Five queries at most."""
    asked = Grant.objects.filter(pk=number).first()
    if asked is None:
        return None
    newest, *earlier = shown(Grant.objects.filter(identifier=asked.identifier).order_by("-pk"))
    return GrantPage(newest, tuple(earlier), tuple(figures_moved(source="grant", refs=[asked.identifier])))


def in_order() -> QuerySet[Grant]:
    return Grant.objects.current().order_by("identifier")


def table() -> Iterator[list[str]]:
    """Yield a row for each grant, in the order of COLUMNS."""
    for grant in in_order().iterator():
        yield [cell(grant, field) for field in COLUMNS.values()]


def cell(grant: Grant, field: str) -> str:
    return str(in_pounds(grant.amount_pence) if field == "amount_pence" else getattr(grant, field))


def in_pounds(pence: int) -> Decimal:
    return Decimal(pence).scaleb(-2)


def record(grant: Grant) -> dict[str, Any]:
    """Return a grant as the standard's JSON has it."""
    place = {
        "name": grant.location_name,
        "geoCode": grant.location_code,
        "geoCodeType": grant.location_code_type,
    }
    said = {name: text for name, text in place.items() if text}
    return {
        "id": grant.identifier,
        "title": grant.title,
        "description": grant.description,
        "currency": grant.currency,
        # The standard wants a number here. Fifteen digits come back as they went.
        "amountAwarded": float(in_pounds(grant.amount_pence)),
        "awardDate": grant.award_date.isoformat(),
        "recipientOrganization": [{"id": grant.recipient_id, "name": grant.recipient_name}],
        **({"beneficiaryLocation": [said]} if said else {}),
        "fundingOrganization": [{"id": grant.funder_id, "name": grant.funder_name}],
    }
