"""From the files to the figure, to the penny: what is left out and why, and what has no place and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from spending import measures
from spending.models import MatchBasis, Scope, Tier, WhyUnknown
from spending.pages.filters import year_in_words
from spending.pages.share.found import Found
from spending.pages.share.shares import Rows, percentage
from spending.pages.share.sums import PLACED, Ground, Sum, added_by
from stevenage_cwb.common.figures import Column, Figure, Line, Table, Unit

LEFT_OUT = {
    Scope.PUBLIC_BODY: "Councils, the NHS, the police and others: no suppliers that could be chosen.",
    Scope.PRECEPT: "Collected for other authorities, and handed on.",
    Scope.PENSION: "Paid into pension funds for staff.",
    Scope.TAX: "Paid to HM Revenue and Customs.",
    Scope.TREASURY: "Money lent, invested or paid back.",
    Scope.BENEFIT: "Paid to people who have a right to it.",
    Scope.PAY: "Paid to the council’s own staff.",
    Scope.GRANT: "Nothing is bought with a grant: see “Grants”.",
}
WORDS: dict[str, str] = {**dict(MatchBasis.choices), **dict(WhyUnknown.choices)}
EVERY_SCOPE = tuple(Scope)


@dataclass(frozen=True)
class Reasons:
    """The analysed sums by the ground on which a supplier was matched, and by why there is no place."""

    placed: Mapping[str, Sum]
    unknown: Mapping[str, Sum]


def reasons(analysed: Mapping[Ground, Sum]) -> Reasons:
    """Return how sure we are of each part."""
    placed = {ground: each for ground, each in analysed.items() if not ground.why}
    unknown = {ground: each for ground, each in analysed.items() if ground.why}
    return Reasons(added_by(lambda ground: ground.basis, placed), added_by(lambda ground: ground.why, unknown))


def sureness_table(known: Reasons, rows: Rows) -> Table:
    """Return on what grounds places rest and why there are none: by value, and by rows."""
    placed, unknown = sum(known.placed.values(), Sum()), sum(known.unknown.values(), Sum())
    whole = placed + unknown
    return Table(
        code="sureness",
        caption="How we know who was paid and where, and why we do not",
        heading="Ground or reason",
        columns=(
            Column("pence", "Pounds"),
            Column("of_pence", "Part of the pounds"),
            Column("payments", "Payments"),
            Column("of_payments", "Part of the payments"),
        ),
        lines=(
            *(
                sure_line(basis, known.placed[basis], whole, rows.analysed(basis=basis, why=None))
                for basis in MatchBasis
                if basis in known.placed
            ),
            sure_line("placed", placed, whole, rows.analysed(tier=PLACED), name="Placed", is_sum=True),
            *(
                sure_line(why, known.unknown[why], whole, rows.analysed(why=why))
                for why in WhyUnknown
                if why in known.unknown
            ),
            sure_line(
                "unknown", unknown, whole, rows.analysed(tier=Tier.UNKNOWN), name="Not attributable", is_sum=True
            ),
        ),
    )


def sure_line(
    code: TextChoices | str, each: Sum, whole: Sum, address: str, *, name: str = "", is_sum: bool = False
) -> Line:
    of_pence, of_payments = (
        percentage(lambda: measures.part_of(each.pence, whole.pence), base=whole.payments),
        percentage(lambda: measures.part_of(each.payments, whole.payments), base=whole.payments),
    )
    figures = (Figure(each.pence, Unit.PENCE, address), of_pence, Figure(each.payments, Unit.PAYMENTS), of_payments)
    return Line(str(code), name or WORDS[code], figures, is_sum=is_sum)


def bridge_table(found: Found, known: Reasons, rows: Rows) -> Table:
    """Return the way from all accepted files to what is analysed of the year, and on to what has a place. No query.

    Narrowed to a part of the spending it begins with the year, for no note tells what is in the part.
    """
    spend, year = found.spend, year_in_words(found.year)
    of_year = spend.sum(scopes=EVERY_SCOPE)
    left_out = [(scope, spend.sum(scopes=(scope,)), why) for scope, why in LEFT_OUT.items()]
    unknown = [(why, known.unknown[why]) for why in WhyUnknown if why in known.unknown]
    return Table(
        code="bridge",
        caption=f"From the files to the figure, {year}",
        heading="Step",
        columns=(Column("pence", "Pounds and pence"), Column("payments", "Payments")),
        lines=(
            *([] if found.look.filters else from_the_files(found)),
            exact("year", f"All payments of {year}", of_year, rows.address(), is_sum=True),
            *(
                exact(
                    scope.value,
                    f"Less: {scope.label[0].lower()}{scope.label[1:]}",
                    each,
                    rows.address(scope=scope),
                    note=why,
                )
                for scope, each, why in left_out
                if each.payments
            ),
            exact("analysed", "Analysed", spend.sum(), rows.analysed(), is_sum=True),
            *(exact(why.value, f"Less: {why.label}", each, rows.analysed(why=why)) for why, each in unknown),
            exact("placed", "Placed", spend.sum(PLACED), rows.analysed(tier=PLACED), is_sum=True),
        ),
        note=quarantined(found.body.quarantined),
    )


def quarantined(rows: int) -> str:
    if not rows:
        return "Every row of the files could be read."
    if rows == 1:
        return "1 row of the files could not be read, and is in no sum."
    return f"{rows:,} rows of the files could not be read, and are in no sum."


def from_the_files(found: Found) -> Iterator[Line]:
    """Yield what the notes of the files state, less what of it is not of the year."""
    others = sum((spend.sum(scopes=EVERY_SCOPE) for year, spend in found.years.items() if year != found.year), Sum())
    undated = found.undated.sum(scopes=EVERY_SCOPE)
    counted = found.spend.sum(scopes=EVERY_SCOPE) + others + undated
    stated = Sum(found.body.pence, found.body.payments)
    name = f"{found.body.files:,} accepted file{'' if found.body.files == 1 else 's'}, as their notes state"
    yield exact("files", name, stated, found.rows.address())
    if stated != counted:
        # Nothing is counted but what is in the files: a difference is a fault of ours, and shown as one.
        off = Sum(stated.pence - counted.pence, stated.payments - counted.payments)
        yield exact("fault", "Less: not in our sums, which is a fault", off)
    if others.payments:
        # No one list holds them all: each year has a bridge of its own.
        yield exact("others", "Less: other years", others, note="See the page of each year.")
    if undated.payments:
        yield exact("undated", "Less: without a date", undated, found.rows.address(undated="yes"))


def exact(code: str, name: str, each: Sum, address: str = "", *, note: str = "", is_sum: bool = False) -> Line:
    figures = (Figure(each.pence, Unit.EXACT_PENCE, address), Figure(each.payments, Unit.PAYMENTS))
    return Line(code, name, figures, note=note, is_sum=is_sum)
