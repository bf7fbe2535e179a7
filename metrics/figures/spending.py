"""What metrics say of local spend: the measures of `spending`, period by period."""

from collections.abc import Iterator

from django.db.models import Sum as Added
from django.urls import reverse

from metrics.figures.inputs import Input, not_available
from metrics.figures.records import Records
from metrics.figures.spent import PLACED, in_order
from metrics.models import Grade, Period
from spending.models import PartyTotal, SizeProxy, SupplierKind, Tier
from spending.pages.survey import published_survey
from stevenage_cwb.common.years import year_name

COMMUNITY = frozenset({SupplierKind.CIC, SupplierKind.CHARITY, SupplierKind.CIO, SupplierKind.MUTUAL})
LARGEST = 10


def p01(records: Records, period: Period) -> Iterator[Input]:
    """Spend with Stevenage suppliers, of what has a place."""
    if spent := records.spent(period):
        yield spent.share({Tier.T1})


def p02(records: Records, period: Period) -> Iterator[Input]:
    """Spend with Hertfordshire suppliers, Stevenage's with them, of what has a place."""
    if spent := records.spent(period):
        yield spent.share({Tier.T1, Tier.T2})


def p03(records: Records, period: Period) -> Iterator[Input]:
    """How much of the analysed spend has a place, and which: what no tier holds could not be attributed."""
    if spent := records.spent(period):
        whole, whole_rows = spent.pence(), spent.rows()
        yield spent.part(spent.pence(PLACED), whole, rows=spent.rows(tier=in_order(PLACED)), whole_rows=whole_rows)
        for tier in in_order(PLACED):
            rows = spent.rows(tier=tier)
            part = spent.pence({tier})
            yield spent.part(part, whole, rows=rows, whole_rows=whole_rows, dimension="place", category=tier.label)


def p04(records: Records, period: Period) -> Iterator[Input]:
    """What went to suppliers that are likely small, of what went to those whose size is known. A proxy."""
    if spent := records.spent(period):
        small = spent.pence(size={SizeProxy.LIKELY_SMALL})
        sized = (SizeProxy.LIKELY_SMALL, SizeProxy.NOT_SMALL)
        whole = spent.pence(size=sized)
        yield spent.part(small, whole, rows=spent.rows(size=SizeProxy.LIKELY_SMALL), whole_rows=spent.rows(size=sized))


def p05(records: Records, period: Period) -> Iterator[Input]:
    """What went to charities, community interest companies and mutuals, of all that is analysed. A proxy."""
    if spent := records.spent(period):
        kinds = tuple(kind for kind in SupplierKind if kind in COMMUNITY)
        yield spent.part(
            spent.pence(kind=COMMUNITY), spent.pence(), rows=spent.rows(kind=kinds), whole_rows=spent.rows()
        )


def p10(records: Records, period: Period) -> Iterator[Input]:
    """What the ten largest suppliers had of all that is analysed."""
    if spent := records.spent(period):
        parties = PartyTotal.objects.filter(body=spent.body, dimension="all", year_starting=period.year_starting)
        largest = parties.order_by().values("party").annotate(had=Added("pence")).order_by("-had", "party")
        had = tuple(largest.values_list("had", flat=True)[:LARGEST])
        # No list of payments is these ten suppliers' alone: the page of local spend names them.
        page = f"{reverse('spending:share')}?year={year_name(period.year_starting)}"
        yield spent.part(sum(had), spent.pence(), rows=page, whole_rows=spent.rows())


def p11(records: Records, period: Period) -> Iterator[Input]:
    """The Local Multiplier 3 of a published survey of suppliers, with its range: hundredths over 100."""
    survey = records.body and published_survey(body=records.body.body, year_starting=period.year_starting)
    if survey:
        page = f"{reverse('spending:share')}?year={year_name(period.year_starting)}"
        if survey.rounds is None:
            yield not_available(survey.too_little, rows=page)
            return
        low, central, high = (
            int(each * 100) for each in (survey.rounds.lm3.low, survey.rounds.lm3.central, survey.rounds.lm3.high)
        )
        yield Input(
            numerator=central, denominator=100, lower=low, upper=high, bounds_of=100, grade=Grade.SAMPLE, rows=page
        )


def p12(records: Records, period: Period) -> Iterator[Input]:
    """What left Hertfordshire, of what has a place: all that P02 is not."""
    if spent := records.spent(period):
        yield spent.share(PLACED - {Tier.T1, Tier.T2})
