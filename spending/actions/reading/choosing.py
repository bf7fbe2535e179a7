"""Columns chosen for roles, and which column could hold what a role needs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from spending.actions.reading.headers import Header, is_date, is_money, is_words, most
from spending.actions.reading.lines import Reason
from spending.actions.reading.titles import SURE, rank

# What must stand below a title for it to be believed; other roles take what they are given.
TYPES: dict[str, Callable[[str], bool]] = {
    "amount": is_money,
    "currency": lambda text: not is_money(text),
    "date": is_date,
    "department": is_words,
    "purpose": is_words,
}
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


def is_pounds_and_pence(text: str) -> bool:
    return is_money(text) and "." in text
