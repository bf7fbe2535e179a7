"""Two years and a part of payments that everybody can see are made up, through the way that real files go."""

import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from spending.actions import reviewing
from spending.actions.deciding import accept
from spending.actions.demonstration import files
from spending.actions.demonstration.payments import quarters
from spending.actions.demonstration.survey import load_survey
from spending.actions.demonstration.world import FICTIONAL, World
from spending.actions.importing import Asked, body_called, import_file
from spending.actions.references import Asked as AskedReference
from spending.actions.references import import_reference
from spending.models import ImportNote, PayeeTotal, SiteBasis, SupplierKind

# From the end of a quarter to its file, and from the file to an officer's yes.
FILE_AFTER, ACCEPTED_AFTER = timedelta(days=20), timedelta(days=1)
# Where an officer finds a supplier that no file knows.
FOUND_AT = "ZZ1 1AA"


class DemonstrationIsWrong(Exception):
    """A file of the demonstration cannot be imported."""


@transaction.atomic
def load_demonstration(*, by: User, at: datetime) -> int:
    """Make up the payments of two financial years and of the part before `at`, and a survey. Returns how many payments.

    All but the last quarter's file are accepted.
    """
    world = World.shipped(today=timezone.localdate(at))
    with tempfile.TemporaryDirectory() as folder:
        tell_who_suppliers_are(world, Path(folder), by=by, at=at)
        count = tell_what_was_paid(world, Path(folder), by=by)
    review(by=by, at=at)
    load_survey(body=body_called(world.council), year_starting=world.first_year + 1, by=by, at=at)
    return count


def tell_who_suppliers_are(world: World, folder: Path, *, by: User, at: datetime) -> None:
    body_called(world.council)
    for kind, path in files.references(world, folder).items():
        asked = AskedReference(
            kind=kind, path=path, name=path.name, body=world.council, as_at=files.references_as_at(world)
        )
        report = import_reference(asked, by=by, at=at)
        if report.reason:
            raise DemonstrationIsWrong(report.reason)


def tell_what_was_paid(world: World, folder: Path, *, by: User) -> int:
    """Import the quarters' files one after another. Returns how many payments they hold."""
    all_quarters = quarters(world)
    for quarter in all_quarters:
        came_at = timezone.make_aware(datetime.combine(quarter.last_day, time(9))) + FILE_AFTER
        path = files.payments(world, quarter, folder)
        report = import_file(Asked(path=path, name=path.name, body=world.council), by=by, at=came_at)
        if report.file is None:
            raise DemonstrationIsWrong(report.reasons)
        if quarter != all_quarters[-1]:
            accept(note=ImportNote.objects.get(file=report.file), by=by, at=came_at + ACCEPTED_AFTER)
    return sum(len(quarter.payments) for quarter in all_quarters)


def review(*, by: User, at: datetime) -> None:
    """Decide on two of the names that wait, as an officer would: one is found in the town, of one nobody can tell."""
    waiting = PayeeTotal.objects.filter(unmatched_payments__gt=0, payee__name__endswith=FICTIONAL)
    found, not_found = (
        total.payee for total in waiting.select_related("payee").order_by("-unmatched_pence", "payee")[:2]
    )
    described = reviewing.Described(
        name=found.name, kind=SupplierKind.COMPANY, postcode=FOUND_AT, basis=SiteBasis.TRADING
    )
    reviewing.new_supplier(payee=found, described=described, by=by, at=at)
    reviewing.nobody(payee=not_found, by=by, at=at)
