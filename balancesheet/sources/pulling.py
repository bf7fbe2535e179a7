"""Takes all sources in turn, keeps what became of each, and knows whether there is anything new."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection

from balancesheet.models import Pull
from balancesheet.sources.grants import GRANTS
from balancesheet.sources.payments import PAYMENTS
from balancesheet.sources.pledges import PLEDGES
from balancesheet.sources.taking import Source, Taken, take
from stevenage_cwb.common.years import day_of, year_of

SOURCES = (PAYMENTS, GRANTS, PLEDGES)
# The worker looks no more often: officers decide one after the other, and a pull reads all records.
PAUSE = timedelta(minutes=5)

# PostgreSQL counts the rows written to each table, those of transactions that failed too, and begins anew after a
# crash: whatever was written, the number is another. It is told a moment after a commit, so it may be early for what
# was read, and never late.
WRITTEN = """
    SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables
    WHERE schemaname = current_schema() AND relname = ANY(%s)
"""

Pulled = dict[str, Taken]


def pull_all(*, at: datetime, by: User | None = None, waits: bool = True) -> Pulled:
    """Take what is new of every source, reverse what is gone. Again straight away, it changes nothing.

    Raises Busy where somebody does so meanwhile and we do not wait.
    """
    return pull(SOURCES, at=at, by=by, waits=waits)


def pull_due(*, at: datetime) -> Pulled:
    """Take the sources of which anything was written since, unless that was a moment ago. Two small queries each."""
    return pull([source for source in SOURCES if is_due(source, at=at)], at=at, by=None, waits=True)


def is_due(source: Source, *, at: datetime) -> bool:
    last = Pull.objects.filter(source=source.name).first()
    return last is None or (last.upstream != upstream(source, at=at) and last.pulled_at <= at - PAUSE)


def pull(sources: Iterable[Source], *, at: datetime, by: User | None, waits: bool) -> Pulled:
    pulled = {}
    for source in sources:
        # Before it is read: what is written meanwhile is new the next time.
        seen = upstream(source, at=at)
        taken = pulled[source.name] = take(source, at=at, waits=waits)
        Pull.objects.create(
            source=source.name,
            pulled_at=at,
            pulled_by=by,
            posted=taken.posted,
            reversed=taken.reversed,
            unchanged=taken.unchanged,
            left_out=taken.left_out,
            upstream=seen,
        )
    return pulled


def upstream(source: Source, *, at: datetime) -> str:
    """Return what is another after anything was written that the source reads, and in another financial year."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [[*source.tables, "balancesheet_year"]])
        (written,) = cursor.fetchone()
    return f"{year_of(day_of(at))}: {written}"
