"""The page of the local share: one object that the page, the CSV, the JSON and the drawing are all printed from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from spending.models import WhyUnknown
from spending.pages.filters import days_of, financial_year, year_in_words
from spending.pages.share import breakdowns, bridge, changes, places, sentences
from spending.pages.share.breakdowns import quarter_name
from spending.pages.share.found import Chosen, Found, chosen, find
from spending.pages.share.grounds import Rule, rules
from spending.pages.share.look import Look, Option, Switch, switches
from spending.pages.share.sentences import Sentence
from spending.pages.share.shares import Shares, shares
from spending.pages.share.sums import Published, Spend, analysed, in_years, parties, quarters_of
from spending.pages.survey import SurveyResult, published_survey
from stevenage_cwb.common.charts import Chart
from stevenage_cwb.common.figures import Column, Figure, Line, Marker, Table


@dataclass(frozen=True)
class SharePage:
    """Everything that is said of the local share of one body in one financial year.

    until: the last day of payments of a year that is not over. gaps: its quarters without any payment. tables: all
    figures of the page, and of CSV and JSON.
    """

    look: Look
    body: Published
    bodies: tuple[Option, ...]
    year: str
    years: tuple[Option, ...]
    switches: tuple[Switch, ...]
    chosen: tuple[Chosen, ...]
    until: date | None
    gaps: tuple[str, ...]
    answer: Sentence
    bounds: Sentence | None
    said: Shares
    chart: Chart | None
    tiers: Table
    breakdowns: tuple[Option, ...]
    breakdown: Table
    changes: tuple[Table, ...]
    concentration: Figure | None
    proxies: Table
    survey: SurveyResult | None
    sureness: Table
    bridge: Table
    grants: Table | None
    rules: tuple[Rule, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        tables = [
            headline_table(self.said, self.concentration),
            self.chart.table if self.chart else None,
            self.tiers,
            self.breakdown,
            *self.changes,
            self.proxies,
            self.sureness,
            self.bridge,
            self.grants,
        ]
        return tuple(table for table in tables if table is not None)

    @property
    def missing(self) -> tuple[Line, ...]:
        """Return what there would have to be known of for a share, the most first; nothing where there is one."""
        if self.said.share.marker != Marker.TOO_LITTLE_KNOWN:
            return ()
        lines = [line for line in self.sureness.lines if line.code in WhyUnknown.values]
        return tuple(sorted(lines, key=lambda line: -int(line.figures[0].value or 0)))


def share(look: Look, *, on: date) -> SharePage | None:
    """Return the page, None where no file is accepted yet. on: today.

    Its queries are as many for one payment as for ten million, and none reads a payment. Raises NoSuchPage.
    """
    found = find(look, on=on)
    if found is None:
        return None
    look, year, rows = found.look, found.year, found.rows.narrowed(year=financial_year(found.year))
    counted = parties(body=found.body.body, filters=look.filters, year=year, breakdown=look.breakdown)
    years = {each: Spend(spend.sums, counted.of_year(each)) for each, spend in found.years.items()}
    spend = Spend(found.spend.sums, counted.of_year(year))
    grounds = analysed(in_years(found.totals, year, year))
    known = bridge.reasons(grounds)
    filters = chosen(look)
    said = shares(spend, look, rows)
    return SharePage(
        look=look,
        body=found.body,
        bodies=body_options(found),
        year=year_in_words(year),
        years=year_options(found),
        switches=switches(look),
        chosen=filters,
        until=found.until,
        gaps=gaps(found),
        answer=sentences.answer(said, look, year=year, until=found.until, within=within(filters)),
        bounds=sentences.bounds(said, look),
        said=said,
        chart=places.years_chart(years, found),
        tiers=places.tiers_table(spend, look, rows),
        breakdowns=breakdowns.choices(look),
        breakdown=breakdowns.breakdown_table(found, rows, counted),
        changes=tuple(most_changed(found)),
        concentration=None if filters else changes.concentration(spend, body=found.body.body, year=year),
        proxies=breakdowns.proxies_table(grounds, rows),
        survey=None if filters else published_survey(body=found.body.body, year_starting=year),
        sureness=bridge.sureness_table(known, rows),
        bridge=bridge.bridge_table(found, known, rows),
        grants=places.grants_table(spend, rows),
        rules=rules(year=year),
    )


def headline(*, on: date) -> Sentence | None:
    """Return the sentence that answers for the council's latest year, None where there is no share. Two queries."""
    found = find(Look(), on=on)
    if found is None:
        return None
    said = shares(found.spend, found.look, found.rows.narrowed(year=financial_year(found.year)))
    if said.share.value is None:
        return None
    return sentences.answer(said, found.look, year=found.year, until=found.until, within="")


def most_changed(found: Found) -> Iterator[Table]:
    """Yield what changed against the year before, where there is one and nothing is narrowed to one part of it."""
    if not {found.year, found.year - 1} <= set(found.years):
        return
    look = found.look
    if "category" not in look.filters:
        yield changes.category_changes(found)
    if not look.filters:
        yield changes.supplier_changes(found)


def body_options(found: Found) -> tuple[Option, ...]:
    """Return the bodies to choose from. Their departments and years are their own, so that no filter goes along."""
    return tuple(
        Option(
            body.name,
            replace(found.look, body=str(body.body), year="", department="", category="").query(),
            is_on=body == found.body,
        )
        for body in sorted(found.bodies, key=lambda body: body.name)
    )


def year_options(found: Found) -> tuple[Option, ...]:
    return tuple(
        Option(found.named(year), found.look.query(year=financial_year(year)), is_on=year == found.year)
        for year in sorted(found.years, reverse=True)
    )


def gaps(found: Found) -> tuple[str, ...]:
    """Return the quarters of the year that have no payment at all, up to the last day of payments. One query."""
    last = found.body.last_day
    if found.look.filters or last is None:
        return ()
    quarters = [days_of(year=financial_year(found.year), quarter=number) for number in "1234"]
    begins = [days[0] for days in quarters if days]
    seen = quarters_of(found.body.body, found.year)
    return tuple(quarter_name(day) for day in begins if day <= last and day not in seen)


def within(filters: tuple[Chosen, ...]) -> str:
    return " and ".join(each.name or f"“{each.asked}”" for each in filters)


def headline_table(said: Shares, concentration: Figure | None) -> Table:
    """Return what the sentences say as figures of their own."""
    named = {
        "share": ("Share", said.share),
        "lower": ("Share of all analysed, at least", said.lower),
        "upper": ("Share of all analysed, at most", said.upper),
        "leakage": ("Leakage", said.leakage),
        "coverage": ("Part of what is analysed that could be placed", said.coverage),
        "missing": ("Part of what is analysed that could not be placed", said.missing),
        "local": ("Local", said.local),
        "located": ("Placed", said.located),
        "unknown": ("Not attributable", said.unknown),
        "possible": ("Local or not attributable", said.possible),
        "analysed": ("Analysed", said.analysed),
        "whole": ("What the share is of", said.whole),
        **(
            {"concentration": ("Part of what is analysed that the ten largest had", concentration)}
            if concentration
            else {}
        ),
    }
    return Table(
        code="answer",
        caption="The answer",
        heading="Figure",
        columns=(Column("value", "Value"),),
        lines=tuple(Line(code, name, (figure,)) for code, (name, figure) in named.items()),
    )
