"""A register of contracts: suppliers with the place they gave, from the day the contract starts.

That a supplier is small, or voluntary, is no legal form and is not taken: the Code's flags cannot be checked.
"""

from collections.abc import Iterator
from datetime import date

from spending.actions.reading.lines import PayeeClass
from spending.actions.reading.payees import payee_class
from spending.actions.references import readers
from spending.actions.references.organisations import Said, SaidSite, take_organisations
from spending.actions.references.records import Record
from spending.actions.references.sheets import Sheet
from spending.actions.references.suppliers import registered_numbers
from spending.actions.references.taking import Taking
from spending.models import KindBasis, SiteBasis
from spending.pages.names import reads_like_a_person
from spending.pages.postcodes import postcode


def take(taking: Taking) -> None:
    sheet = Sheet(taking.path, taking.kind, taking.counts)
    taking.columns.update(sheet.source.titles)
    take_organisations(taking, sheet.records(), said_of)


def said_of(record: Record, taking: Taking) -> Said | None:
    """Return what a contract, or an award, says of its supplier; nothing of none, of several, or of a person."""
    name = record.cells["name"]
    if payee_class(name) != PayeeClass.NAMED or reads_like_a_person(name):
        return None
    return Said(
        name=record.must("name", readers.name),
        numbers=tuple(registered_numbers(record)),
        kind=readers.kind(record.cells["kind"]),
        kind_basis=KindBasis.CONTRACTS,
        sites=tuple(sites_of(record, taking.as_at)),
    )


def sites_of(record: Record, as_at: date) -> Iterator[SaidSite]:
    # A contract that begins later was agreed by now.
    day = min(record.may("start", readers.recent_day) or as_at, as_at)
    if readers.is_abroad(record.cells["country"]):
        yield SaidSite(basis=SiteBasis.DECLARED, day=day)
    elif code := record.may("declared", postcode):
        yield SaidSite(basis=SiteBasis.DECLARED, postcode=code, day=day)
