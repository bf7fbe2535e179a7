"""What follows when an officer changes what is known of a supplier: it moves, or is of another kind, name or number."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from spending.actions import attributing, matching
from spending.actions.turns import take_turn
from spending.models import Supplier, SupplierName, SupplierSite
from spending.pages.names import key

BY_AN_OFFICER = "Entered by an officer"


class NotThereAnyMore(Exception):
    """The site is closed already, or was opened on that day or later."""


@transaction.atomic
def move(*, site: SupplierSite, postcode: str, on: date, source: str, at: datetime) -> SupplierSite:
    """Close a site and open the one that takes its place. No postcode: outside the UK.

    Payments before that day stay where they went. Raises NotThereAnyMore.
    """
    take_turn()
    # The filter, not a read before the write, decides: another officer may have closed it meanwhile.
    left = SupplierSite.objects.current().filter(pk=site.pk).exclude(valid_from__gte=on)
    if not left.update(valid_to=on):
        raise NotThereAnyMore
    moved = SupplierSite.objects.create(
        supplier_id=site.supplier_id,
        postcode=postcode,
        is_outside_uk=not postcode,
        is_branch=site.is_branch,
        basis=site.basis,
        source=source,
        as_at=localdate(at),
        valid_from=on,
    )
    attributing.attribute_suppliers(suppliers=[site.supplier_id])
    return moved


@transaction.atomic
def follow_edit(supplier: Supplier, *, at: datetime) -> None:
    """Let the rules look at the names and numbers again, and the payments at what the supplier is and where."""
    take_turn()
    if not supplier.names.filter(key=key(supplier.name)).exists():
        SupplierName.objects.create(supplier=supplier, name=supplier.name, key=key(supplier.name), source=BY_AN_OFFICER)
    changed = matching.match(payees=None, at=at)
    attributing.attribute_payees(payees=changed)
    attributing.attribute_suppliers(suppliers=[supplier.pk])
