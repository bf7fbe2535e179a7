"""Suppliers from what councils write of them: found again by number, else by a name that is theirs alone, else made."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from spending.actions.matching.organisations import Number, of_numbers
from spending.actions.references.following import follow
from spending.actions.references.records import Record, RowRefused, each
from spending.actions.references.sites import Sites
from spending.actions.references.taking import Taking
from spending.actions.turns import take_turn
from spending.models import KindBasis, SiteBasis, Supplier, SupplierIdentifier, SupplierKind, SupplierName
from spending.pages import names
from spending.pages.numbers import CHARITIES, COMPANIES

BATCH = 1000
# A later one knows better, and may be corrected by its like.
BASES = (KindBasis.NONE, KindBasis.NAME, KindBasis.CONTRACTS, KindBasis.MASTER, KindBasis.REGISTER, KindBasis.PERSON)
# The legal forms that stand at the end of a name: see `names.FORMS`.
FORMS = {
    "ltd": SupplierKind.COMPANY,
    "plc": SupplierKind.COMPANY,
    "llp": SupplierKind.PARTNERSHIP,
    "cic": SupplierKind.CIC,
    "cio": SupplierKind.CIO,
}


@dataclass(frozen=True, kw_only=True)
class SaidSite:
    """A place: a postcode, or outside the UK. Branch: nothing where it is not said."""

    basis: SiteBasis
    day: date
    postcode: str = ""
    is_branch: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a row says of a supplier. The kind is a legal form that the row names, or nothing."""

    name: str
    numbers: tuple[Number, ...] = ()
    kind: SupplierKind | None = None
    kind_basis: KindBasis
    sites: tuple[SaidSite, ...] = ()

    @property
    def key(self) -> str:
        return names.key(self.name)

    @property
    def is_individual(self) -> bool:
        return names.reads_like_a_person(self.name) and not registered(self.numbers)

    def form(self) -> tuple[SupplierKind, KindBasis]:
        """Return the legal form with what tells it: the row, else the name."""
        if self.kind:
            return self.kind, self.kind_basis
        if self.is_individual:
            return SupplierKind.INDIVIDUAL, KindBasis.NAME
        form = FORMS.get(self.key.rpartition(" ")[2])
        return (form, KindBasis.NAME) if form else (SupplierKind.UNKNOWN, KindBasis.NONE)


@dataclass(eq=False)
class Party:
    """A supplier while a batch is worked on, with what is known of it and what the batch adds."""

    supplier: Supplier
    numbers: set[Number] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    new_numbers: list[Number] = field(default_factory=list)
    new_names: dict[str, str] = field(default_factory=dict)
    sites: list[tuple[int, SaidSite]] = field(default_factory=list)
    is_changed: bool = False

    def contradicting(self, numbers: Iterable[Number]) -> Number | None:
        """Return the number that it has in a scheme in which the row gives another."""
        asked = dict(numbers)
        return next((known for known in self.numbers if asked.get(known.scheme, known.value) != known.value), None)

    def learn(self, row: int, said: Said) -> None:
        for number in said.numbers:
            if number not in self.numbers:
                self.numbers.add(number)
                self.new_numbers.append(number)
        if said.key not in self.keys:
            self.keys.add(said.key)
            self.new_names[said.key] = said.name
        self.sites.extend((row, site) for site in said.sites)
        kind, basis = said.form()
        known, now = BASES.index(KindBasis(self.supplier.kind_basis)), BASES.index(basis)
        # Of one name the registers may have told more than its ending does.
        is_better = now > known or (now == known and said.kind is not None)
        if is_better and (kind, basis) != (self.supplier.kind, self.supplier.kind_basis):
            self.supplier.kind, self.supplier.kind_basis = kind, basis
            self.is_changed = True


def take_organisations(
    taking: Taking, records: Iterator[Record], said_of: Callable[[Record, Taking], Said | None]
) -> None:
    """Take the suppliers that a file speaks of, with their sites."""
    take_turn()
    with Sites() as sites:
        organisations = Organisations(taking, sites)
        each(records, lambda record: organisations.take(record, said_of(record, taking)), taking.counts)
        organisations.flush()
        sites.settle(taking)
    follow(taking)


class Organisations:
    """The suppliers that a file speaks of, a batch of rows at a time."""

    def __init__(self, taking: Taking, sites: Sites) -> None:
        self.taking, self.sites = taking, sites
        self.waiting: list[tuple[Record, Said]] = []

    def take(self, record: Record, said: Said | None) -> bool:
        """Take what a row says; nothing: it speaks of no supplier."""
        if said is None:
            return False
        if not said.key:
            raise record.refusal("name")
        self.waiting.append((record, said))
        if len(self.waiting) == BATCH:
            self.flush()
        return True

    def flush(self) -> None:
        """Find or make the suppliers of the rows that wait, and write what these add to them."""
        batch = Batch.of([said for _, said in self.waiting])
        for record, said in self.waiting:
            try:
                batch.party(record, said).learn(record.number, said)
            except RowRefused as refusal:
                self.taking.counts.take_back(refusal.fault)
        self.waiting.clear()
        self.write(batch.parties)

    def write(self, parties: list[Party]) -> None:
        new = [party for party in parties if party.supplier.pk is None]
        changed = [party for party in parties if party.is_changed and party not in new]
        Supplier.objects.bulk_create([party.supplier for party in new])
        Supplier.objects.bulk_update([party.supplier for party in changed], ["kind", "kind_basis"])
        SupplierIdentifier.objects.bulk_create(
            SupplierIdentifier(supplier=party.supplier, scheme=number.scheme, value=number.value)
            for party in parties
            for number in party.new_numbers
        )
        known_names = SupplierName.objects.bulk_create(
            SupplierName(supplier=party.supplier, name=name, key=key, source=self.taking.source)
            for party in parties
            for key, name in party.new_names.items()
        )
        for party in parties:
            for row, site in party.sites:
                where = (site.postcode, not site.postcode, site.is_branch, site.day, self.taking.source)
                self.sites.said.add(row, party.supplier.pk, site.basis, *where)
        changes = self.taking.counts.changes
        changes["suppliers made"] += len(new)
        changes["suppliers whose kind is another now"] += len(changed)
        changes["names added"] += len(known_names)
        self.taking.touched.update(party.supplier.pk for party in changed)


class Batch:
    """Who is known by the numbers and the names of some rows, read at once."""

    def __init__(self) -> None:
        self.parties: list[Party] = []
        self.by_number: dict[Number, Party] = {}
        self.by_key: dict[str, list[Party]] = defaultdict(list)

    @classmethod
    def of(cls, rows: list[Said]) -> "Batch":
        """Return the batch with the suppliers that have one of the numbers, or one of the names."""
        numbered = of_numbers({number for said in rows for number in said.numbers})
        owners = {number: found.organisation.supplier for number, found in numbered.items()}
        bears_a_name = Q(names__key__in={said.key for said in rows})
        suppliers = Supplier.objects.filter(bears_a_name | Q(pk__in=set(owners.values()) - {None})).distinct()
        batch = cls()
        by_pk = {}
        for supplier in suppliers.prefetch_related("identifiers", "names"):
            numbers = {Number(own.scheme, own.value) for own in supplier.identifiers.all()}
            by_pk[supplier.pk] = party = Party(supplier, numbers, {name.key for name in supplier.names.all()})
            batch.parties.append(party)
            for key in party.keys:
                batch.by_key[key].append(party)
        batch.by_number.update((number, by_pk[owner]) for number, owner in owners.items() if owner)
        return batch

    def party(self, record: Record, said: Said) -> Party:
        """Return who a row speaks of. Raises RowRefused where its numbers, or its name, are of several suppliers."""
        owners = {self.by_number[number] for number in said.numbers if number in self.by_number}
        if len(owners) > 1:
            raise record.refusal("name", wanted=f"numbers of one supplier: they are of {listed(owners)}")
        party = owners.pop() if owners else self.by_name(record, said)
        if not party:
            party = Party(Supplier(name=said.name))
            self.parties.append(party)
        elif known := party.contradicting(registered(said.numbers)):
            raise record.refusal("name", wanted=f"the numbers of {party.supplier}, whose number is {known}")
        self.by_number.update(dict.fromkeys(said.numbers, party))
        if said.key not in party.keys:
            self.by_key[said.key].append(party)
        return party

    def by_name(self, record: Record, said: Said) -> Party | None:
        """Return the only supplier of this name that council files alone speak of, and that has no other numbers.

        One that a register knows is found by its number only: another may have its name. So is a person.
        """
        if said.is_individual:
            return None
        namesakes = [
            party
            for party in self.by_key[said.key]
            if not registered(party.numbers) and not party.contradicting(said.numbers)
        ]
        if len(namesakes) > 1 and not said.numbers:
            raise record.refusal("name", wanted=f"a number: {len(namesakes)} suppliers have this name")
        return namesakes[0] if len(namesakes) == 1 else None


def registered(numbers: Iterable[Number]) -> list[Number]:
    """Return the numbers that are of a register. A supplier has one of each; a council may give it several."""
    return [number for number in numbers if number.scheme in (COMPANIES, CHARITIES)]


def listed(parties: Iterable[Party]) -> str:
    return " and ".join(sorted(f"“{party.supplier}”" for party in parties))
