"""Which column plays which role, proposed from its title and from what stands below it, with every doubt named."""

from collections.abc import Callable

from spending.actions.reading.choosing import TYPES, Choice, fitting, is_pounds_and_pence
from spending.actions.reading.doubting import look_closer
from spending.actions.reading.headers import Header, is_date, is_words, most
from spending.actions.reading.kinds import Refused
from spending.actions.reading.lines import AmountBasis, Column, DateKind, Layout, Proposal, Reason, Sample
from spending.actions.reading.titles import MEANINGS, SURE, amount_basis, date_kind, denies, rank

SAMPLES = 5
LONGEST_SAMPLE = 80
CURRENCIES = frozenset({"GBP", "EUR", "USD", "£", "€", "$"})


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
    guess_currency(choice)
    look_closer(choice)
    return Proposal(layout_of(choice), tuple(choice.doubts)), choice.stops


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
        raise Refused("no_amounts", "No column holds amounts of pounds: these are not payments.")
    else:
        choice.stops.append(Reason(f"no_{role}", f"No column is known to hold the {role}"))


def guess_currency(choice: Choice) -> None:
    """Find the column that says which amounts are in pounds where no title does."""
    for place in () if "currency" in choice.places else (*choice.free(),):
        words = {value.strip().upper() for value in choice.header.values(place)}
        if words and words <= CURRENCIES:
            choice.places["currency"] = place


def may_be(header: Header, place: int, role: str) -> bool:
    """Whether neither the title nor what stands below it says that the column is something else."""
    title = header.titles[place]
    others = (other for other in MEANINGS if other != role and rank(other, title) >= SURE)
    return not denies(role, title) and not any(fitting(header, other)(place) for other in others)


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
    if "currency" not in places and has_currencies(header):
        return None
    agree = all(most(header.values(place), TYPES[role]) for role, place in places.items() if role in ("amount", "date"))
    return places if agree else None


def has_currencies(header: Header) -> bool:
    """Whether a column says in which currency each amount is, which a layout saved before it knows nothing of."""
    fits = fitting(header, "currency")
    return any(rank("currency", title) >= SURE and fits(place) for place, title in enumerate(header.titles))
