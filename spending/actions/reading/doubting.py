"""What a person should know before chosen columns are believed: rivals, repeated totals, titles that mislead."""

import re
from collections import Counter
from collections.abc import Sequence

from spending.actions.reading.choosing import Choice, fitting, is_pounds_and_pence
from spending.actions.reading.headers import Header, most
from spending.actions.reading.lines import AmountBasis, Reason
from spending.actions.reading.money import pence
from spending.actions.reading.titles import LIKELY, SURE, amount_basis, plain, rank

# Of the lines, so many repeat another's reference where a file gives several lines for an invoice.
REPEATED = 0.2
IS_CREDIT = re.compile(r"cr|crn|cn|credits?|credit (?:note|memo)|refund", re.IGNORECASE).fullmatch
# A column that tells debits from credits holds few words, over and over.
MOST_KINDS = 6


def look_closer(choice: Choice) -> None:
    """Add the doubts that need several columns: equal candidates, totals repeated on lines, titles that swap."""
    if "amount" not in choice.places:
        return
    title = choice.header.titles[choice.places["amount"]]
    if is_converted(choice):
        del choice.places["currency"]
    if amount_basis(title) == AmountBasis.GROSS:
        choice.doubts.append(f"The amounts of “{title}” include VAT")
    if repeats_totals(choice):
        text = f"“{title}” looks like an invoice's total, repeated on each of its lines"
        choice.stops.append(Reason("amounts", text))
    if title_of_credits := positive_credits(choice):
        choice.stops.append(Reason("credits", f"“{title_of_credits}” calls amounts credits that are above zero"))
    if gross := smaller_gross(choice):
        choice.stops.append(Reason("amounts", f"“{title}” is larger than “{gross}”: one of the titles is wrong"))
    weigh_rivals(choice, title)


def weigh_rivals(choice: Choice, title: str) -> None:
    """Stop at columns that are as surely the amount; have a person look at those that may be what another is."""
    if rivals := rival_columns(choice, "amount"):
        choice.stops.append(Reason("amounts", f"Several columns could be the amount: {named([title, *rivals])}"))
    elif others := other_amounts(choice):
        choice.doubts.append(f"“{title}” is taken as the amount: {named(others)} could be it too")
    for role in ("date", "supplier"):
        if rivals := rival_columns(choice, role):
            choice.doubts.append(f"The first column of several is taken as the {role}: {named(rivals)} could be it too")


def named(titles: Sequence[str]) -> str:
    return ", ".join(f"“{title}”" if title else "a column without a title" for title in titles)


def is_converted(choice: Choice) -> bool:
    """Whether the currency is that of an invoice, and the amounts are what was paid for it in pounds."""
    titles, places = choice.header.titles, choice.places
    if "currency" not in places or rank("currency", titles[places["currency"]]) >= SURE:
        return False
    has_both = any(0 < rank("amount", titles[place]) < LIKELY for place in choice.free())
    return has_both or "gbp" in plain(titles[places["amount"]]).split()


def rival_columns(choice: Choice, role: str) -> list[str]:
    """Return the titles that say as surely that they have the role; none where all hold the same."""
    if role not in choice.places:
        return []
    header, place = choice.header, choice.places[role]
    surely = rank(role, header.titles[place])
    fits = fitting(header, role)
    rivals = [
        other
        for other in range(len(header.titles))
        if other != place and rank(role, header.titles[other]) == surely and header.values(other) and fits(other)
    ]
    differ = any(header.values(other) != header.values(place) for other in rivals)
    return [header.titles[other] for other in rivals] if differ and surely else []


def other_amounts(choice: Choice) -> list[str]:
    """Return the titles, "" too, of other columns of pounds, where no title says which of them is net of VAT."""
    header, amount = choice.header, choice.places["amount"]
    if amount_basis(header.titles[amount]) == AmountBasis.NET:
        return []
    return [
        header.titles[place]
        for place in choice.free()
        if may_be_amount(header, place, amount) and header.values(place) != header.values(amount)
    ]


def may_be_amount(header: Header, place: int, amount: int) -> bool:
    """Whether a column of pounds could be the amount as well, and is not just the same with VAT or for the invoice."""
    title = header.titles[place]
    is_named = rank("amount", title) >= LIKELY and amount_basis(title) != AmountBasis.GROSS
    is_total = "total" in plain(title).split() and not is_mostly_smaller(header, place, than=amount)
    return (is_named or not title) and not is_total and most(header.values(place), is_pounds_and_pence)


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


def positive_credits(choice: Choice) -> str:
    """Return the title of a column that parts debits from credits, where the amounts of both have one sign."""
    header, amount = choice.header, choice.places["amount"]
    for place, title in enumerate(header.titles):
        words = {value.strip().lower() for value in header.values(place)}
        beside = [
            cells for cells in header.below if len(cells) > max(place, amount) and IS_CREDIT(cells[place].strip())
        ]
        moneys = [pence(cells[amount]) for cells in beside]
        if place != amount and len(words) <= MOST_KINDS and any(money and money[0] > 0 for money in moneys):
            return title
    return ""


def smaller_gross(choice: Choice) -> str:
    """Return the title of a gross column whose amounts are smaller than those taken."""
    header, net = choice.header, choice.places["amount"]
    if amount_basis(header.titles[net]) == AmountBasis.GROSS:
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
