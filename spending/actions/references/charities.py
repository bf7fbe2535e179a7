"""The Charity Commission's register extract (England and Wales), as JSON or as text.

Of a charity's contact only the postcode is looked at: e-mail, telephone, web address and street are never read.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from spending.actions.reading.kinds import Refused
from spending.actions.references import objects, readers
from spending.actions.references.columns import CHARITIES as COLUMNS
from spending.actions.references.following import follow
from spending.actions.references.records import AFTER_IT_BEGAN, Record, Source, each
from spending.actions.references.registers import Entry, Name, Register
from spending.actions.references.sheets import Sheet, lacking, places_of, reason
from spending.actions.references.taking import Taking
from spending.actions.turns import take_turn
from spending.models import SizeProxy, SupplierKind
from spending.pages.numbers import CHARITIES, charity_number, company_number
from spending.pages.postcodes import postcode

# The turnover up to which a company is small, since 6 April 2025: Companies Act 2006, section 382.
SMALL_POUNDS = 15_000_000


def take(taking: Taking) -> None:
    records, source = opened(taking)
    taking.columns.update(source.titles)
    with Register(CHARITIES) as register:
        each(records, lambda record: take_charity(record, register, taking), taking.counts)
        take_turn()
        register.merge(taking)
    follow(taking)


def opened(taking: Taking) -> tuple[Iterator[Record], Source]:
    if not objects.looks_like_json(taking.path):
        sheet = Sheet(taking.path, taking.kind, taking.counts)
        return sheet.records(), sheet.source
    first = next(objects.objects(taking.path), {})
    titles = list(first)
    places = places_of(titles, taking.kind)
    if lacking(places, taking.kind):
        raise Refused("other_file", reason(taking.kind, [titles]))
    source = Source(
        {column.field: column for column in COLUMNS},
        {field: titles[place] for field, place in places.items()},
        taking.counts,
    )
    return from_json(taking, source), source


def from_json(taking: Taking, source: Source) -> Iterator[Record]:
    for number, found in enumerate(objects.objects(taking.path), 1):
        cells = dict.fromkeys(source.columns, "")
        cells.update((field, objects.text(found.get(title))) for field, title in source.titles.items())
        yield Record(number, cells, source)


def take_charity(record: Record, register: Register, taking: Taking) -> bool:
    if record.cells["linked"].strip() not in {"0", ""}:
        # A fund or a branch of the charity that stands in a row of its own.
        return False
    name = record.must("name", readers.name)
    alive_from = record.may("registered", readers.day)
    alive_to = record.may("removed", readers.day)
    if record.cells["status"].strip().lower() == "removed":
        alive_to = alive_to or taking.as_at
    if alive_from and alive_to and alive_to <= alive_from:
        record.leave_out("removed", wanted=AFTER_IT_BEGAN)
        alive_to = None
    entry = Entry(
        number=record.must("number", charity_number),
        name=name,
        kind=SupplierKind.CIO if readers.yes_or_no(record.cells["cio"]) == "yes" else SupplierKind.CHARITY,
        size=size_of(record.cells["income"]),
        postcode=record.may("postcode", postcode) or "",
        company_no=record.may("company", company_number) or "",
        alive_from=alive_from,
        alive_to=alive_to,
    )
    register.add(record.number, entry, [Name(name)])
    return True


def size_of(income: str) -> SizeProxy:
    try:
        pounds = Decimal(income.strip().replace(",", ""))
    except InvalidOperation:
        return SizeProxy.UNKNOWN
    return SizeProxy.LIKELY_SMALL if pounds <= SMALL_POUNDS else SizeProxy.NOT_SMALL
