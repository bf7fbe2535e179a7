"""Companies House's free company data: every live company, with its former names. Monthly, whole or in parts."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from spending.actions.references import readers
from spending.actions.references.columns import PREVIOUS_NAMES
from spending.actions.references.following import follow
from spending.actions.references.records import AFTER_IT_BEGAN, Record, each
from spending.actions.references.registers import Entry, Name, Register
from spending.actions.references.sheets import Sheet
from spending.actions.references.taking import Taking
from spending.actions.turns import take_turn
from spending.models import SizeProxy, SupplierKind
from spending.pages.numbers import COMPANIES, company_number
from spending.pages.postcodes import postcode

# By what the category begins with, in small letters; the first that fits. All else is a company.
KINDS = (
    ("community interest", SupplierKind.CIC),
    ("charitable incorporated", SupplierKind.CIO),
    ("scottish charitable incorporated", SupplierKind.CIO),
    ("registered society", SupplierKind.MUTUAL),
    ("industrial and provident", SupplierKind.MUTUAL),
    ("limited liability partnership", SupplierKind.PARTNERSHIP),
    ("limited partnership", SupplierKind.PARTNERSHIP),
    ("scottish partnership", SupplierKind.PARTNERSHIP),
    ("scottish limited partnership", SupplierKind.PARTNERSHIP),
    ("scottish qualifying partnership", SupplierKind.PARTNERSHIP),
    ("overseas", SupplierKind.OVERSEAS),
    ("further education", SupplierKind.PUBLIC_BODY),
    # Universities, hospitals and the BBC have charters, and the register says no more than that of them.
    ("royal charter", SupplierKind.UNKNOWN),
    ("other company type", SupplierKind.UNKNOWN),
    ("northern ireland", SupplierKind.UNKNOWN),
)
# Small companies may leave out of their accounts what others may not: Companies Act 2006, part 15. A dormant company,
# and a subsidiary whose parent vouches for it, may be part of anything.
SIZES = {
    **dict.fromkeys(
        (
            *("micro entity", "micro-entity", "small", "small full", "total exemption small", "total exemption full"),
            *("unaudited abridged", "audited abridged", "abridged", "partial exemption"),
        ),
        SizeProxy.LIKELY_SMALL,
    ),
    **dict.fromkeys(("full", "group", "medium", "interim", "initial full"), SizeProxy.NOT_SMALL),
}


def take(taking: Taking) -> None:
    sheet = Sheet(taking.path, taking.kind, taking.counts)
    taking.columns.update(sheet.source.titles)
    with Register(COMPANIES) as register:
        each(sheet.records(), lambda record: take_company(record, register), taking.counts)
        take_turn()
        register.merge(taking)
    follow(taking)


def take_company(record: Record, register: Register) -> bool:
    number = record.must("number", company_number)
    name = record.must("name", readers.name)
    alive_from = record.may("incorporated", readers.day)
    alive_to = record.may("dissolved", readers.day)
    if alive_from and alive_to and alive_to <= alive_from:
        record.leave_out("dissolved", wanted=AFTER_IT_BEGAN)
        alive_to = None
    entry = Entry(
        number=number,
        name=name,
        kind=kind_of(record.cells["category"]),
        size=SIZES.get(record.cells["accounts"].strip().lower(), SizeProxy.UNKNOWN),
        postcode=record.may("postcode", postcode) or "",
        company_no="",
        alive_from=alive_from,
        alive_to=alive_to,
    )
    register.add(record.number, entry, names_of(record, name))
    return True


@cache
def kind_of(category: str) -> SupplierKind:
    category = category.strip().lower()
    return next((kind for beginning, kind in KINDS if category.startswith(beginning)), SupplierKind.COMPANY)


def names_of(record: Record, name: str) -> Iterator[Name]:
    """Yield the present name and the former ones. The day of a change ends one name and begins the next."""
    began: date | None = None
    for former, changed in sorted(former_names(record), key=lambda change: change[1]):
        if began is None or changed > began:
            yield Name(former, began, changed)
        began = changed
    yield Name(name, began)


def former_names(record: Record) -> Iterator[tuple[str, date]]:
    cells = record.cells
    for place in range(1, PREVIOUS_NAMES + 1):
        if not cells[f"previous_{place}"]:
            # They stand in order: where there is none, there is none after it.
            return
        former = record.may(f"previous_{place}", readers.name)
        changed = record.may(f"changed_{place}", readers.day)
        if former and changed:
            yield former, changed
