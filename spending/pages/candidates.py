"""Organisations that a payee may be, for an officer to choose from. Likeness is shown, and never decides."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Prefetch

from spending.models import Body, Decision, Payee, RegisterEntry, SiteBasis, Supplier, SupplierSite, Verdict
from spending.pages.names import key, kin
from spending.pages.numbers import CHARITIES, COMPANIES, charity_number, company_number, own_scheme

SCHEMES = {COMPANIES: "Company number", CHARITIES: "Charity number"}
MOST = 8
# Names less like than this are hardly ever one; more of them would take a register of a million names too long.
LEAST_LIKENESS = 0.6
MOST_ROWS = 60

# Rows of names, not of organisations: one may come by several of its names.
ALIKE = """
WITH alike AS (
    SELECT n.entry_id, NULL::bigint AS supplier_id, n.key, n.used_to
    FROM spending_registername n WHERE n.key %% %(key)s OR n.key = ANY (%(kin)s)
    UNION ALL
    SELECT NULL, n.supplier_id, n.key, n.used_to
    FROM spending_suppliername n WHERE n.key %% %(key)s OR n.key = ANY (%(kin)s)
), nearest AS (
    SELECT a.*, a.key = ANY (%(kin)s) AS is_kin, round(100 * similarity(a.key, %(key)s))::integer AS likeness
    FROM alike a ORDER BY is_kin DESC, likeness DESC, key, supplier_id, entry_id LIMIT %(most)s
)
SELECT coalesce(a.supplier_id, r.supplier_id), r.organisation_id, a.key, a.used_to, a.likeness
FROM nearest a LEFT JOIN spending_registered r ON r.entry_id = a.entry_id
ORDER BY a.is_kin DESC, a.likeness DESC, a.key, a.supplier_id, a.entry_id
"""

NUMBERED = """
SELECT i.supplier_id, NULL FROM spending_supplieridentifier i
WHERE (i.scheme, i.value) IN ((%(companies)s, %(company)s), (%(charities)s, %(charity)s), (%(own)s, %(reference)s))
UNION
SELECT r.supplier_id, r.organisation_id FROM spending_registerentry e
JOIN spending_registered r ON r.entry_id = e.id
WHERE (e.scheme, e.number) IN ((%(companies)s, %(company)s), (%(charities)s, %(charity)s))
"""


class Who(NamedTuple):
    """A supplier, or the entry of a register that is none yet. As it stands in a form: s12, e34."""

    supplier: int | None
    entry: int | None

    def __str__(self) -> str:
        return f"s{self.supplier}" if self.supplier else f"e{self.entry}"


@dataclass(frozen=True)
class Candidate:
    """What an officer sees of an organisation. `code` is its Who, in words of a form."""

    code: str
    name: str
    kind: str
    why: tuple[str, ...]
    numbers: tuple[str, ...]
    places: tuple[str, ...]
    life: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Span:
    """The days between which a payee was paid; nothing: no payment has a date."""

    first: date | None
    last: date | None


def candidates(*, payee: Payee, words: str, paid: Span) -> tuple[Candidate, ...]:
    """Return whom a payee may be, the likeliest first; with words, whom those may mean.

    Those that an officer has rejected are left out. At most twelve queries.
    """
    why: dict[Who, list[str]] = defaultdict(list)
    for who, reason in by_words(payee, words) if words else by_name(payee):
        why[who].append(reason)
    answers = Decision.objects.standing().filter(payee=payee, verdict=Verdict.DIFFERENT)
    rejected = set(answers.values_list("supplier", flat=True))
    left = [who for who in why if who.supplier not in rejected][:MOST]
    suppliers = suppliers_of(who.supplier for who in left)
    entries = RegisterEntry.objects.in_bulk([who.entry for who in left if not who.supplier])
    bodies = {own_scheme(body.pk): f"Number at {body}" for body in Body.objects.all()}
    return tuple(
        from_supplier(suppliers[who.supplier], {**SCHEMES, **bodies}, tuple(why[who]), paid)
        if who.supplier
        else from_entry(entries[who.entry], tuple(why[who]), paid)
        for who in left
    )


# -- who, and why ---------------------------------------------------------------------


def by_name(payee: Payee) -> Iterator[tuple[Who, str]]:
    """Yield who has a number of the payee's, whom it is for another body, and whose name is alike."""
    yield from numbered(payee.company_no, payee.charity_no, own_scheme(payee.body_id), payee.supplier_ref.strip())
    if payee.key:
        elsewhere = Decision.objects.standing().filter(payee__key=payee.key, verdict=Verdict.SAME)
        for supplier in elsewhere.exclude(payee=payee).values_list("supplier", flat=True).distinct():
            yield Who(supplier, None), "This name is matched to it elsewhere"
        yield from alike(payee.name)


def by_words(payee: Payee, words: str) -> Iterator[tuple[Who, str]]:
    yield from numbered(words, words, own_scheme(payee.body_id), words)
    yield from alike(words)


def numbered(company: str, charity: str, own: str, reference: str) -> Iterator[tuple[Who, str]]:
    asked = {
        "companies": COMPANIES,
        "company": company_number(company),
        "charities": CHARITIES,
        "charity": charity_number(charity),
        "own": own,
        "reference": reference,
    }
    with connection.cursor() as cursor:
        cursor.execute(NUMBERED, asked)
        for supplier, entry in cursor.fetchall():
            yield one(supplier, entry), "The same number"


def alike(name: str) -> Iterator[tuple[Who, str]]:
    """Yield the organisations of names that are the same but for their form, then of those that are only like it."""
    kinship = kin(name)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold = %s", [LEAST_LIKENESS])
        cursor.execute(ALIKE, {"key": key(name), "kin": list(kinship), "most": MOST_ROWS})
        rows = cursor.fetchall()
    for supplier, entry, found, used_to, likeness in rows:
        how = kinship.get(found, f"A name like it: “{found}” ({likeness} %)")
        yield one(supplier, entry), f"{how}, until {said_day(used_to)}" if used_to else str(how)


def one(supplier: int | None, entry: int | None) -> Who:
    """Return the supplier where an entry has become one, so that it is offered once."""
    return Who(supplier, None if supplier else entry)


# -- what is said of each ---------------------------------------------------------------


def suppliers_of(numbers: Iterable[int | None]) -> dict[int, Supplier]:
    """Return suppliers with their numbers and the places they are at now."""
    current = Prefetch("sites", SupplierSite.objects.current())
    return Supplier.objects.prefetch_related("identifiers", current).in_bulk([number for number in numbers if number])


def from_supplier(supplier: Supplier, schemes: dict[str, str], why: tuple[str, ...], paid: Span) -> Candidate:
    return Candidate(
        code=str(Who(supplier.pk, None)),
        name=supplier.name,
        kind=supplier.get_kind_display(),
        why=tuple(dict.fromkeys(why)),
        numbers=tuple(
            f"{schemes.get(number.scheme, number.scheme)} {number.value}" for number in supplier.identifiers.all()
        ),
        places=tuple(f"{site} ({site.get_basis_display().lower()})" for site in supplier.sites.all()),
        life=life(supplier.alive_from, supplier.alive_to),
        warnings=warnings(supplier.alive_from, supplier.alive_to, paid),
    )


def from_entry(entry: RegisterEntry, why: tuple[str, ...], paid: Span) -> Candidate:
    return Candidate(
        code=str(Who(None, entry.pk)),
        name=entry.name,
        kind=entry.get_kind_display(),
        why=tuple(dict.fromkeys(why)),
        numbers=(f"{SCHEMES[entry.scheme]} {entry.number}",),
        places=(f"{entry.postcode} ({SiteBasis.REGISTERED.label.lower()})",) if entry.postcode else (),
        life=life(entry.alive_from, entry.alive_to),
        warnings=warnings(entry.alive_from, entry.alive_to, paid),
    )


def life(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{said_day(first)} to {said_day(last)}"
    if first:
        return f"since {said_day(first)}"
    return f"until {said_day(last)}" if last else ""


def warnings(first: date | None, last: date | None, paid: Span) -> tuple[str, ...]:
    """Say where an organisation did not live on every day on which the payee was paid."""
    found = []
    if first and paid.first and paid.first < first:
        found.append(f"It was founded after the first payment, of {said_day(paid.first)}")
    if last and paid.last and paid.last >= last:
        found.append(f"It was closed before the last payment, of {said_day(paid.last)}")
    return tuple(found)


def said_day(day: date) -> str:
    return f"{day:%-d %B %Y}"
