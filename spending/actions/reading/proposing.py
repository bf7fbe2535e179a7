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

    def fits(place: int) -> bool:
        values = header.values(place)
        if role == "supplier":
            return not values or (
                not most(values, is_date) and (most(values, is_words) or not has_words_twin(header, place))
            )
        if role == "supplier_ref":
            return not most(values, is_date)
        if role == "capital_revenue" and rank(role, header.titles[place]) < rank(role, "Capital or Revenue"):
            return bool(values) and CAPITAL_OR_REVENUE.issuperset(value.strip().lower() for value in values)
        if role in TYPES:
            return most(values, TYPES[role])
        return True

    return fits


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
    header, place = choice.header, choice.places.get("amount", -1)
    if place < 0:
        return
    title = header.titles[place]
    rivals = [
        other
        for other in choice.free()
        if rank("amount", header.titles[other]) == rank("amount", title) and most(header.values(other), is_money)
    ]
    if any(header.values(other) != header.values(place) for other in rivals):
        names = ", ".join(f"“{header.titles[other]}”" for other in [place, *rivals])
        choice.stops.append(Reason("amounts", f"Several columns could be the amount: {names}"))
    if amount_basis(title) == AmountBasis.GROSS:
        choice.doubts.append(f"The amounts of “{title}” include VAT")
    if repeats_totals(choice):
        choice.stops.append(
            Reason("amounts", f"“{title}” looks like an invoice's total, repeated on each of its lines")
        )
    if gross := smaller_gross(choice):
        choice.stops.append(Reason("amounts", f"“{title}” is larger than “{gross}”: one of the titles is wrong"))


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
        if amount_basis(header.titles[place]) == AmountBasis.GROSS and most(header.values(place), is_money):
            pairs = [(pence(cells[net]), pence(cells[place])) for cells in header.below if len(cells) > max(net, place)]
            smaller = Counter(
                abs(whole[0]) < abs(part[0]) for part, whole in pairs if part and whole and part[0] != whole[0]
            )
            if smaller[True] > smaller[False]:
                return header.titles[place]
    return ""


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
