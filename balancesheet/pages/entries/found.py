"""The postings that are sought: how many, what they come to, and the newest, page by page.

How many and how much is read from the years' totals. Each account of each ledger has an index by day, so that a page
of the list costs the same among ten million entries as among ten. What no total knows, a source or words, is looked
for among so many at most: see MOST_LOOKED_THROUGH.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Self

from django.db import connection
from django.db.models import Sum

from balancesheet.models import YearTotal
from balancesheet.pages.entries.asked import APRIL, Filters, NotAsked, Sought
from balancesheet.pages.parts import SPANS, more, totals_of

# More than this are not looked through while somebody waits: the page says to choose fewer.
MOST_LOOKED_THROUGH = 10_000

CURSOR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,18})\.([0-9]{1,4})\.(debit|credit)")

OF_A_SIDE = """
    SELECT found.* FROM unnest(%(ledgers)s::text[]) ledger CROSS JOIN unnest(%(accounts)s::text[]) account
    CROSS JOIN LATERAL (
        SELECT posting.dated, posting.entry_id, posting.line_no, '{side}' AS side, amount, {side}_id AS account
        FROM balancesheet_posting posting {entries}
        WHERE posting.ledger_id = ledger AND {side}_id = account
        AND posting.dated >= %(since)s AND posting.dated < %(until)s AND {conditions}
        ORDER BY posting.dated DESC, posting.entry_id DESC, posting.line_no DESC LIMIT %(size)s
    ) found
"""
ENTRIES = "JOIN balancesheet_entry entry ON entry.id = posting.entry_id"
ABOUT = "balancesheet_about(entry.year_starting, entry.restates, debit_id, credit_id) = %(year)s"
# What tells of earlier years than the last of the days: the same as by ABOUT, without reading every entry of that year.
OF_EARLIER = """
    (posting.dated < %(last_year)s OR debit_id LIKE '3000%%' OR credit_id LIKE '3000%%' OR posting.entry_id IN (
        SELECT id FROM balancesheet_entry WHERE ledger_id = ANY(%(ledgers)s) AND restates IS NOT NULL))
"""
# The first condition is the one an index understands; the second leaves out the equals already seen.
AFTER = """
    (posting.dated, posting.entry_id) <= (%(day)s, %(entry)s)
    AND (posting.dated, posting.entry_id, posting.line_no, '{side}') < (%(day)s, %(entry)s, %(line)s, %(side)s)
"""
NEWEST = "{sides} ORDER BY dated DESC, entry_id DESC, line_no DESC, side DESC LIMIT %(size)s"
COUNT = "SELECT count(*), coalesce(sum(CASE side WHEN %(up)s THEN amount ELSE -amount END), 0) FROM ({sides}) found"
FEW = "SELECT EXISTS (SELECT FROM ({sides}) found WHERE amount < %(fewest)s)"


class Place(NamedTuple):
    """A place in the list: after this posting, as seen from one of its two accounts."""

    dated: date
    entry: int
    line: int
    side: str

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the place an address names, None where it names none."""
        found = CURSOR.fullmatch(text)
        if found is None:
            return None
        try:
            return cls(date.fromisoformat(found[1]), int(found[2]), int(found[3]), found[4])
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.dated}.{self.entry}.{self.line}.{self.side}"


@dataclass(frozen=True)
class Moved:
    """A posting as one of its accounts sees it. amount: less than nothing where the account has less by it."""

    place: Place
    account: str
    amount: int


@dataclass(frozen=True)
class Counted:
    postings: int
    amount: int


def counted(sought: Sought) -> Counted:
    """Return how many there are and what they come to, equal to the rows. One query, or two. Raises NotAsked."""
    kept = kept_total(sought)
    if not sought.is_narrowed:
        return kept
    if kept.postings > MOST_LOOKED_THROUGH:
        raise NotAsked(
            f"There are {kept.postings:,} entries here, too many to look through: choose a part with fewer than "
            f"{MOST_LOOKED_THROUGH:,}"
        )
    [(postings, amount)] = rows(COUNT, sought, size=MOST_LOOKED_THROUGH, up=up(sought))
    return of_sides(sought, postings, int(amount))


def kept_total(sought: Sought) -> Counted:
    totals = YearTotal.objects.filter(
        totals_of(sought.part, year=sought.year_starting),
        ledger__in=sought.place.ledgers,
        account__in=[account.code for account in sought.accounts],
    )
    if sought.filters.grade:
        totals = totals.filter(grade=sought.filters.grade)
    sums = totals.aggregate(**{name: Sum(name, default=0) for name in ("debit", "credit", "debits", "credits")})
    shown = sides(sought)
    amount = sum(int(sums[side]) * (1 if side == up(sought) else -1) for side in shown)
    return of_sides(sought, sum(int(sums[f"{side}s"]) for side in shown), amount)


def of_sides(sought: Sought, postings: int, amount: int) -> Counted:
    """Return a count with its amount. What was lost is a list of its own, and shown above nothing there."""
    return Counted(postings, -amount if SPANS[sought.part].side == "less" else amount)


def newest(sought: Sought, *, after: Place | None, size: int) -> list[Moved]:
    """Return the newest postings after a place, or from the first on. One query."""
    plus, is_lost = up(sought), SPANS[sought.part].side == "less"
    found = rows(NEWEST, sought, size=size, after=after)
    return [
        Moved(Place(dated, entry, line, side), account, amount if side == plus or is_lost else -amount)
        for dated, entry, line, side, amount, account in found
    ]


def has_few(sought: Sought, *, fewest: int) -> bool:
    """Return whether any posting of the part is of less than `fewest`, whatever else is asked for. Two queries.

    Where there are too many to look through, one may be.
    """
    whole = replace(sought, filters=Filters())
    if kept_total(whole).postings > MOST_LOOKED_THROUGH:
        return True
    return bool(rows(FEW, whole, size=MOST_LOOKED_THROUGH, fewest=fewest)[0][0])


def up(sought: Sought) -> str:
    return more({account.type for account in sought.accounts})[0]


def sides(sought: Sought) -> tuple[str, ...]:
    plus, minus = more({account.type for account in sought.accounts})
    return {"": (plus, minus), "more": (plus,), "less": (minus,)}[SPANS[sought.part].side]


def rows(sql: str, sought: Sought, *, size: int, after: Place | None = None, **further: Any) -> list[Any]:
    of_sides = " UNION ALL ".join(
        f"({OF_A_SIDE.format(side=side, **conditions(sought, side=side, after=after))})" for side in sides(sought)
    )
    since, until = sought.days
    day, entry, line, side = after or (None, None, None, None)
    named: dict[str, Any] = {
        "ledgers": list(sought.place.ledgers),
        "accounts": [account.code for account in sought.accounts],
        "since": since,
        "last_year": date(until.year - 1, APRIL, 1),
        "until": until,
        "year": sought.year_starting + (SPANS[sought.part].about or 0),
        "grade": sought.filters.grade,
        "source": sought.filters.source,
        "words": [f"%{escaped(word)}%" for word in sought.filters.q.split()],
        "day": day,
        "entry": entry,
        "line": line,
        "side": side,
        "size": size,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.format(sides=of_sides), {**named, **further})
        return list(cursor.fetchall())


def conditions(sought: Sought, *, side: str, after: Place | None) -> dict[str, str]:
    span, filters = SPANS[sought.part], sought.filters
    of_entries = {
        ABOUT: span.about is not None and not span.is_earlier_too,
        "entry.grade = %(grade)s": filters.grade,
        "entry.source = %(source)s": filters.source,
        "entry.words ILIKE ALL (%(words)s)": filters.q,
    }
    asked = [sql for sql, is_asked in of_entries.items() if is_asked]
    every = [*asked, *([OF_EARLIER] if span.is_earlier_too else []), *([AFTER.format(side=side)] if after else [])]
    return {"entries": ENTRIES if asked else "", "conditions": " AND ".join(every) or "TRUE"}


def escaped(word: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", word)
