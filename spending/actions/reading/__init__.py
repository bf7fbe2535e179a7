"""Reads any spend file: `read(path, layout=..., accept_proposal=...)` returns a Reading. Knows no database."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from spending.actions.reading.dates import DAY_FIRST, Evidence, is_serial
from spending.actions.reading.headers import Header, certainty, find_header, most, types_agreeing
from spending.actions.reading.kinds import WORKBOOKS, Refused, kind_of
from spending.actions.reading.lines import Batch, Layout, Reading, Reason
from spending.actions.reading.money import pounds
from spending.actions.reading.periods import is_outside, periods_of
from spending.actions.reading.proposing import places_of, propose, samples
from spending.actions.reading.records import Broken, Table
from spending.actions.reading.rows import Days, Rows
from spending.actions.reading.tables import Tables, tables_of
from spending.actions.reading.totals import totals_above

__all__ = ["read"]


def read(
    path: Path,
    *,
    layout: Layout | None,
    accept_proposal: bool,
    name: str = "",
    accepted: frozenset[str] = frozenset(),
) -> Reading:
    """Read the file at this path, by the body's saved layout where there is one and it fits.

    A proposal without doubts is taken unasked. `name` is what the file was called where the path does not say it;
    `accepted` are the codes of the reasons that a person has already said yes to.
    """
    try:
        kind = kind_of(path)
        tables = tables_of(path, kind)
        table, header = payments_of(tables, layout)
        reading = Reading(
            kind=kind,
            accept_proposal=accept_proposal,
            encoding=kind if kind in WORKBOOKS else table.encoding,
            titles=header.titles,
            header_record=header.record,
            accepted=accepted,
        )
        plan(reading, table, header, layout, name=name or path.name)
    except Refused as refusal:
        return Reading(Reason(refusal.code, str(refusal)))
    # A workbook's unpacked sheets live as long as whoever may still read lines.
    reading.kept = tables
    return reading


def payments_of(tables: Tables, layout: Layout | None) -> tuple[Table, Header]:
    """Return the table that holds payments. Raises Refused where none does, or where it could be any of several."""
    found: list[tuple[tuple[bool, int], Table, Header]] = []
    # Not the refusals themselves: each would keep this frame, and what was unpacked, until the next collection.
    why = [("empty_file", "The workbook is empty.")]
    for table in tables:
        try:
            header = find_header(table, layout)
        except Refused as refusal:
            why.append((refusal.code, str(refusal)))
        else:
            found.append(((types_agreeing(header.titles, header.below) > 1, certainty(header.titles)), table, header))
    if not found:
        raise Refused(*why[-1])
    surest = max(score for score, _, _ in found)
    has_payments = surest[0]
    # A sheet of cards beside one of invoices has other titles, and would be left out without a word.
    likely = [(table, header) for score, table, header in found if (has_payments and score[0]) or score == surest]
    if len(likely) > 1:
        raise Refused(
            "several_sheets", f"{len(likely)} sheets could hold the payments. Save each as a file of its own."
        )
    table, header = likely[0]
    return replace(table, width=len(header.titles)), header


def plan(reading: Reading, table: Table, header: Header, layout: Layout | None, *, name: str) -> None:
    """Settle by which layout, and with which order of dates, the lines are read; or what a person is asked first."""
    places = places_of(layout, header) if layout else None
    stops: list[Reason] = []
    if layout is None or places is None:
        reading.proposal, stops = propose(header)
        layout, places = reading.proposal.layout, places_of(reading.proposal.layout, header) or {}
    evidence = Evidence()
    if "date" in places:
        evidence.has_serials = reading.kind == "csv" and most(header.values(places["date"]), is_serial)
        weigh(evidence, table, header, places["date"])
        layout = with_dates(reading, layout, evidence, stops)
    reading.layout = layout
    reading.samples = samples(header, places)
    reading.asked = reading.unanswered(stops)
    if "amount" in places:
        days = Days(evidence, layout.date_order, serials=evidence.has_serials or reading.kind in WORKBOOKS)
        rows = Rows(table, header, layout, places, days)
        reading.source = lambda counted: checked(counted, rows, name)


def weigh(evidence: Evidence, table: Table, header: Header, place: int) -> None:
    """Weigh dates until one shows that the day comes first: the others are weighed as they are read.

    Where that takes a million, a million it is: a day past the twelfth may come in the last.
    """
    for batch in table.batches(after=header.last_record):
        for cells in batch:
            if not isinstance(cells, Broken) and place < len(cells):
                evidence.take(cells[place])
        if evidence.day_first:
            return


def with_dates(reading: Reading, layout: Layout, evidence: Evidence, stops: list[Reason]) -> Layout:
    """Return the layout with the order that the file's dates prove; what they leave open is asked."""
    if reading.proposal:
        layout = replace(layout, date_order=evidence.order or DAY_FIRST)
        reading.proposal = replace(reading.proposal, layout=layout)
        reading.date_doubts = tuple(evidence.doubts())
    elif evidence.contradicts(layout.date_order):
        stops.append(Reason("date_order", "The dates are not in the order of the layout that was confirmed"))
    return layout


def checked(reading: Reading, rows: Rows, name: str) -> Iterator[Batch]:
    """Yield the batches, then say what only all of them together show."""
    try:
        yield from rows.batches(reading)
    except Refused as refusal:
        reading.stop(refusal.code, str(refusal))
    check_dates(reading, rows.days.evidence, name)
    counts = reading.counts
    for total in totals_above(rows.header):
        if total != counts.sum_pence:
            reading.stop("total", f"The file says {pounds(total)}, its payments add up to {pounds(counts.sum_pence)}")
    if not counts.imported:
        reading.stop("no_payments", "There is not one payment that could be read")
    elif counts.quarantined.total() > counts.imported:
        reading.stop("mostly_unread", "More records could not be read than could")
    if counts.negative * 2 > counts.imported:
        text = f"{counts.negative:,} of {counts.imported:,} amounts are below zero: credits, or payments written so"
        reading.stop("signs", text)


def check_dates(reading: Reading, evidence: Evidence, name: str) -> None:
    if evidence.conflict:
        reading.stop("date_order", f"The dates are of two orders: {evidence.conflict}")
    elif evidence.year_first:
        reading.stop("date_order", evidence.year_first)
    if reading.proposal:
        reading.date_doubts = tuple(evidence.doubts())
    counts = reading.counts
    if counts.date_min and counts.date_max and is_outside(counts.date_min, counts.date_max, periods_of(name)):
        reading.stop("period", f"Every date is outside the period that “{name}” names")
