"""Which column plays which role, proposed from its title and from what stands below it, with every doubt named."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from spending.actions.reading.headers import Header, is_date, is_money, is_words, most
from spending.actions.reading.kinds import Refused
from spending.actions.reading.lines import AmountBasis, Column, DateKind, Layout, Proposal, Reason, Sample
from spending.actions.reading.money import pence
from spending.actions.reading.titles import MEANINGS, SURE, amount_basis, date_kind, denies, rank

SAMPLES = 5
LONGEST_SAMPLE = 80
# What must stand below a title for it to be believed; other roles take what they are given.
TYPES: dict[str, Callable[[str], bool]] = {
    "amount": is_money,
    "date": is_date,
    "department": is_words,
    "purpose": is_words,
}
# Of the lines, so many repeat another's reference where a file gives several lines for an invoice.
REPEATED = 0.2
CAPITAL_OR_REVENUE = frozenset({"c", "r", "cap", "rev", "capital", "revenue"})


@dataclass(slots=True)
class Choice:
    """Columns chosen so far, and what a person should know about the choice."""

    header: Header
    places: dict[str, int] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    stops: list[Reason] = field(default_factory=list)

    def free(self) -> Iterator[int]:
        taken = set(self.places.values())
        return (place for place in range(len(self.header.titles)) if place not in taken)

    def take_best(self, role: str, fits: Callable[[int], bool]) -> None:
        """Give the role to the surest title that fits; of equals, to the first."""
        ranked = [(rank(role, self.header.titles[place]), -place) for place in self.free() if fits(place)]
        score, place = max(ranked, default=(0, 0))
        if score:
            self.places[role] = -place
            if score < SURE and role in ("amount", "date", "supplier"):
                self.doubts.append(f"“{self.header.titles[-place]}” may not be the {role}")


def propose(header: Header) -> tuple[Proposal, list[Reason]]:
    """Return the layout that titles and types suggest, and what only a person can decide.

    Raises Refused where no column holds amounts.
    """
    choice = Choice(header)
    for role in MEANINGS:
        choice.take_best(role, fitting(header, role))
    for role in ("amount", "date", "supplier"):
        if role not in choice.places:
            guess(choice, role)
    look_closer(choice)
    return Proposal(layout_of(choice), tuple(choice.doubts)), choice.stops


def fitting(header: Header, role: str) -> Callable[[int], bool]:
    """Return whether a column holds what the role needs."""
    if role in FITS:
        return lambda place: FITS[role](header, place)
    return lambda place: role not in TYPES or most(header.values(place), TYPES[role])


def fits_supplier(header: Header, place: int) -> bool:
    values = header.values(place)
    names = most(values, is_words) or not has_words_twin(header, place)
    return not values or (names and not most(values, is_date))


def fits_supplier_ref(header: Header, place: int) -> bool:
    return not most(header.values(place), is_date)


def fits_capital_revenue(header: Header, place: int) -> bool:
    """Whether the title says it, or the column holds nothing but the two words."""
    values = header.values(place)
    words = {value.strip().lower() for value in values}
    is_sure = rank("capital_revenue", header.titles[place]) >= rank("capital_revenue", "Capital or Revenue")
    return is_sure or (bool(values) and words <= CAPITAL_OR_REVENUE)


FITS = {
    "supplier": fits_supplier,
    "supplier_ref": fits_supplier_ref,
    "capital_revenue": fits_capital_revenue,
}


def has_words_twin(header: Header, place: int) -> bool:
    """Whether another column of suppliers holds names, so that this one of numbers is their code."""
    return any(
        other != place and rank("supplier", title) and most(header.values(other), is_words)
        for other, title in enumerate(header.titles)
    )


def guess(choice: Choice, role: str) -> None:
    """Find a role that no title names by what the columns hold. One candidate is proposed; several are asked."""
    header = choice.header
    looks: dict[str, Callable[[str], bool]] = {"amount": is_pounds_and_pence, "date": is_date, "supplier": is_words}
    found = [
        place for place in choice.free() if most(header.values(place), looks[role]) and may_be(header, place, role)
    ]
    if len(found) == 1:
        choice.places[role] = found[0]
        choice.doubts.append(f"“{header.titles[found[0]]}” is taken as the {role} by what stands below it")
    elif role == "amount" and not found:
        raise Refused("no_amounts", "No column holds amounts: these are not payments.")
    else:
        choice.stops.append(Reason(f"no_{role}", f"No column is known to hold the {role}"))


def may_be(header: Header, place: int, role: str) -> bool:
    """Whether neither the title nor what stands below it says that the column is something else."""
    title = header.titles[place]
    others = (other for other in MEANINGS if other != role and rank(other, title) >= SURE)
    return not denies(role, title) and not any(fitting(header, other)(place) for other in others)


def is_pounds_and_pence(text: str) -> bool:
    return is_money(text) and "." in text


def look_closer(choice: Choice) -> None:
    """Add the doubts that need several columns: equal candidates, totals repeated on lines, titles that swap."""
    if "amount" not in choice.places:
        return
    title = choice.header.titles[choice.places["amount"]]
    if amount_basis(title) == AmountBasis.GROSS:
        choice.doubts.append(f"The amounts of “{title}” include VAT")
    if rivals := rival_amounts(choice):
        names = ", ".join(f"“{name}”" for name in [title, *rivals])
        choice.stops.append(Reason("amounts", f"Several columns could be the amount: {names}"))
    if repeats_totals(choice):
        text = f"“{title}” looks like an invoice's total, repeated on each of its lines"
        choice.stops.append(Reason("amounts", text))
    if gross := smaller_gross(choice):
        choice.stops.append(Reason("amounts", f"“{title}” is larger than “{gross}”: one of the titles is wrong"))


def rival_amounts(choice: Choice) -> list[str]:
    """Return the titles that say as surely that they are the amount; none where all hold the same."""
    header, place = choice.header, choice.places["amount"]
    surely = rank("amount", header.titles[place])
    rivals = [
        other
        for other in choice.free()
        if rank("amount", header.titles[other]) == surely and most(header.values(other), is_money)
    ]
    differ = any(header.values(other) != header.values(place) for other in rivals)
    return [header.titles[other] for other in rivals] if differ else []


def repeats_totals(choice: Choice) -> bool:
    """Whether lines of one reference all carry one amount, and more references than one do so."""
    if not {"ref", "amount"} <= choice.places.keys():
        return False
    ref, amount = choice.places["ref"], choice.places["amount"]
    amounts: dict[str, list[str]] = {}
    # A line that is the same in every cell is a line given twice, which tells nothing of totals.
    for cells in dict.fromkeys(map(tuple, choice.header.below)):
        if len(cells) > max(ref, amount) and cells[ref].strip():
            amounts.setdefault(cells[ref].strip(), []).append(cells[amount].strip())
    several = [found for found in amounts.values() if len(found) > 1]
    repeated = sum(map(len, several)) >= len(choice.header.below) * REPEATED
    return len(several) > 1 and repeated and all(len(set(found)) == 1 for found in several)


def smaller_gross(choice: Choice) -> str:
    """Return the title of a gross column whose amounts are smaller than those taken as net."""
    header, net = choice.header, choice.places["amount"]
    if amount_basis(header.titles[net]) != AmountBasis.NET:
        return ""
    for place in choice.free():
        title = header.titles[place]
        if amount_basis(title) == AmountBasis.GROSS and is_mostly_smaller(header, place, than=net):
            return title
    return ""


def is_mostly_smaller(header: Header, place: int, *, than: int) -> bool:
    """Whether most amounts of a column are smaller than those of another beside them, where they are not the same."""
    both = [(cells[place], cells[than]) for cells in header.below if len(cells) > max(place, than)]
    pairs = [
        (one[0], other[0]) for one, other in ((pence(left), pence(right)) for left, right in both) if one and other
    ]
    differing = Counter(abs(one) < abs(other) for one, other in pairs if one != other)
    return differing[True] > differing[False]


def layout_of(choice: Choice) -> Layout:
    titles = choice.header.titles
    columns = tuple(
        Column(role, titles[place], titles[:place].count(titles[place])) for role, place in choice.places.items()
    )
    basis = amount_basis(titles[choice.places["amount"]]) if "amount" in choice.places else AmountBasis.UNSTATED
    # The Code asks for VAT that cannot be recovered beside a net amount: a file with that column is net.
    if basis == AmountBasis.UNSTATED and "irrecoverable_vat" in choice.places:
        basis = AmountBasis.NET
    kind = date_kind(titles[choice.places["date"]]) if "date" in choice.places else DateKind.UNSTATED
    return Layout(columns, kind, basis)


def samples(header: Header, places: dict[str, int]) -> tuple[Sample, ...]:
    """Return every column that has a title or holds anything, with its first values."""
    roles = {place: role for role, place in places.items()}
    return tuple(
        Sample(title, roles.get(place, ""), tuple(value[:LONGEST_SAMPLE] for value in header.values(place)[:SAMPLES]))
        for place, title in enumerate(header.titles)
        if title or header.values(place)
    )


def places_of(layout: Layout, header: Header) -> dict[str, int] | None:
    """Return where a saved layout's columns are in this file; None where it does not fit, by titles or by types."""
    places = {}
    for column in layout.columns:
        found = [place for place, title in enumerate(header.titles) if title == column.title]
        if len(found) <= column.nth:
            return None
        places[column.role] = found[column.nth]
    agree = all(most(header.values(place), TYPES[role]) for role, place in places.items() if role in ("amount", "date"))
    return places if agree else None
