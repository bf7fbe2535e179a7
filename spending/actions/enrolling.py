"""An organisation of a register becomes a supplier when it is first needed. After that it follows its register.

See `spending.actions.references.following` for what happens to it when a newer edition of the register is taken in.
"""

from collections import defaultdict
from collections.abc import Collection

from django.db import connection, transaction

from spending.actions.turns import take_turn
from spending.models import (
    KindBasis,
    ReferenceKind,
    RegisterEntry,
    SiteBasis,
    SizeProxy,
    Supplier,
    SupplierIdentifier,
    SupplierKind,
    SupplierSite,
)
from spending.pages.numbers import CHARITIES, COMPANIES

SOURCES = {COMPANIES: ReferenceKind.COMPANIES.label, CHARITIES: ReferenceKind.CHARITIES.label}
BATCH = 2000

REGISTERED = "SELECT entry_id, organisation_id, supplier_id FROM spending_registered WHERE entry_id = ANY (%s)"

# Former names are kept only as they compare; registers write in capitals.
NAMES = """
INSERT INTO spending_suppliername AS held (supplier_id, name, key, used_from, used_to, source)
SELECT DISTINCT ON (i.supplier_id, n.key, n.used_from)
    i.supplier_id, CASE WHEN n.used_to IS NULL THEN e.name ELSE upper(n.key) END, n.key, n.used_from, n.used_to,
    CASE e.scheme WHEN %(companies)s THEN %(from_companies)s ELSE %(from_charities)s END
FROM spending_supplieridentifier i
JOIN spending_registerentry e ON e.scheme = i.scheme AND e.number = i.value
JOIN spending_registername n ON n.entry_id = e.id
WHERE %(suppliers)s::bigint[] IS NULL OR i.supplier_id = ANY (%(suppliers)s)
ORDER BY i.supplier_id, n.key, n.used_from, e.scheme DESC
ON CONFLICT (supplier_id, key, used_from) DO UPDATE SET used_to = excluded.used_to
WHERE held.used_to IS DISTINCT FROM excluded.used_to AND held.source = excluded.source
"""


@transaction.atomic
def enrol(*, entries: Collection[int]) -> dict[int, int]:
    """Return the suppliers that these entries of registers are, by entry. Those that were none become one."""
    # Two acts that need an organisation at the same time make one supplier of it: the second finds it.
    take_turn()
    found = registered(entries)
    missing = {organisation for organisation, supplier in found.values() if supplier is None}
    if missing:
        make_suppliers(missing)
        found = registered(entries)
    return {entry: supplier for entry, (_, supplier) in found.items() if supplier is not None}


def registered(entries: Collection[int]) -> dict[int, tuple[int, int | None]]:
    """Return, by entry, the entry that stands for its organisation, and the supplier that this is."""
    with connection.cursor() as cursor:
        cursor.execute(REGISTERED, [list(entries)])
        return {entry: (organisation, supplier) for entry, organisation, supplier in cursor.fetchall()}


def make_suppliers(organisations: Collection[int]) -> None:
    """Make a supplier of each organisation, with all its numbers and names, and its registered office."""
    mains = list(RegisterEntry.objects.filter(pk__in=organisations).order_by("pk"))
    twins = charities_that_are(mains)
    suppliers = Supplier.objects.bulk_create([supplier_from(main, twins[main.pk]) for main in mains], batch_size=BATCH)
    made = list(zip(suppliers, mains, strict=True))
    SupplierIdentifier.objects.bulk_create(
        [
            SupplierIdentifier(supplier=supplier, scheme=scheme, value=number)
            for supplier, main in made
            for scheme, number in numbers_of(main, twins[main.pk])
        ],
        batch_size=BATCH,
    )
    follow_names(suppliers=[supplier.pk for supplier in suppliers])
    offices = [(supplier, with_postcode([main, *twins[main.pk]])) for supplier, main in made]
    SupplierSite.objects.bulk_create(
        [
            SupplierSite(
                supplier=supplier,
                postcode=entry.postcode,
                basis=SiteBasis.REGISTERED,
                source=SOURCES[entry.scheme],
                as_at=entry.as_at,
            )
            for supplier, entry in offices
            if entry
        ],
        batch_size=BATCH,
    )


def charities_that_are(mains: list[RegisterEntry]) -> dict[int, list[RegisterEntry]]:
    """Return the charities that are these companies too, by the company's entry."""
    numbers = {main.number: main.pk for main in mains if main.scheme == COMPANIES}
    found = defaultdict(list)
    for charity in RegisterEntry.objects.filter(company_no__in=numbers).order_by("pk"):
        found[numbers[charity.company_no]].append(charity)
    return found


def supplier_from(main: RegisterEntry, twins: list[RegisterEntry]) -> Supplier:
    """Return what registers say. A charity that is a company is a charity, and lives as long as one of the two."""
    entries = [*twins, main]
    kind = next((entry.kind for entry in entries if entry.kind != SupplierKind.UNKNOWN), SupplierKind.UNKNOWN)
    ends = [entry.alive_to for entry in entries if entry.alive_to]
    return Supplier(
        name=main.name,
        kind=kind,
        kind_basis=KindBasis.NONE if kind == SupplierKind.UNKNOWN else KindBasis.REGISTER,
        size=next((entry.size for entry in reversed(entries) if entry.size != SizeProxy.UNKNOWN), SizeProxy.UNKNOWN),
        alive_from=min((entry.alive_from for entry in entries if entry.alive_from), default=None),
        alive_to=max(ends) if len(ends) == len(entries) else None,
    )


def numbers_of(main: RegisterEntry, twins: list[RegisterEntry]) -> set[tuple[str, str]]:
    """Return every number of an organisation, that of a register which is not loaded yet too."""
    numbers = {(entry.scheme, entry.number) for entry in [main, *twins]}
    return numbers | ({(COMPANIES, main.company_no)} if main.company_no else set())


def with_postcode(entries: list[RegisterEntry]) -> RegisterEntry | None:
    return next((entry for entry in entries if entry.postcode), None)


def follow_names(*, suppliers: Collection[int] | None) -> None:
    """Keep every name that registers have or had for these suppliers; nothing: for all."""
    with connection.cursor() as cursor:
        cursor.execute(
            NAMES,
            {
                "suppliers": None if suppliers is None else list(suppliers),
                "companies": COMPANIES,
                "from_companies": SOURCES[COMPANIES],
                "from_charities": SOURCES[CHARITIES],
            },
        )
