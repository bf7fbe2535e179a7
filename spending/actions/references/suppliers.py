"""The council's own supplier records: number, name, and addresses by what they are for."""

from collections.abc import Iterator

from spending.actions.matching.organisations import Number
from spending.actions.reading.lines import PayeeClass
from spending.actions.reading.payees import payee_class
from spending.actions.references import readers
from spending.actions.references.organisations import Said, SaidSite, take_organisations
from spending.actions.references.records import Record
from spending.actions.references.sheets import Sheet
from spending.actions.references.taking import Taking
from spending.models import KindBasis, SiteBasis
from spending.pages.numbers import CHARITIES, COMPANIES, charity_number, company_number
from spending.pages.postcodes import postcode

# The columns of addresses. One that does not say what it is for stands in the purchase ledger to be paid: remittance.
BASES = {
    "trading": SiteBasis.TRADING,
    "ordering": SiteBasis.ORDERING,
    "remittance": SiteBasis.REMITTANCE,
    "registered": SiteBasis.REGISTERED,
}


def take(taking: Taking) -> None:
    sheet = Sheet(taking.path, taking.kind, taking.counts)
    taking.columns.update(sheet.source.titles)
    take_organisations(taking, sheet.records(), said_of)


def said_of(record: Record, taking: Taking) -> Said | None:
    number = Number(taking.own_scheme, record.must("number", readers.reference))
    name = record.must("name", readers.name)
    if payee_class(name) != PayeeClass.NAMED:
        return None
    return Said(
        name=name,
        numbers=(number, *registered_numbers(record)),
        kind=readers.kind(record.cells["kind"]),
        kind_basis=KindBasis.MASTER,
        sites=tuple(sites_of(record, taking)),
    )


def registered_numbers(record: Record) -> Iterator[Number]:
    for scheme, field, read in ((COMPANIES, "company", company_number), (CHARITIES, "charity", charity_number)):
        if number := record.may(field, read):
            yield Number(scheme, number)


def sites_of(record: Record, taking: Taking) -> Iterator[SaidSite]:
    use = record.may("basis", readers.basis)
    said = record.may("branch", readers.yes_or_no)
    is_branch = None if said is None else said == "yes"
    if readers.is_abroad(record.cells["country"]):
        yield SaidSite(basis=use or SiteBasis.REMITTANCE, is_branch=is_branch, day=taking.as_at)
        return
    for field, basis in BASES.items():
        if code := record.may(field, postcode):
            of_that = use if use and field == "remittance" else basis
            yield SaidSite(basis=of_that, postcode=code, is_branch=is_branch, day=taking.as_at)
