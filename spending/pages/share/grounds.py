"""What the figures rest on: the rule of what is local, what is left out, and the sources with their licences."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from spending.models import ReferenceFile, ReferenceKind, SiteBasis, Tier, TierRule
from spending.pages.filters import year_in_words
from spending.pages.share.bridge import LEFT_OUT
from spending.pages.share.sums import year_begins

OPEN_GOVERNMENT = "Open Government Licence v3.0"
LICENCES = {
    ReferenceKind.SUPPLIERS: "The council’s own, not public",
    ReferenceKind.CONTRACTS: OPEN_GOVERNMENT,
    ReferenceKind.COMPANIES: "Companies House, free to use",
    ReferenceKind.CHARITIES: f"Charity Commission for England and Wales, {OPEN_GOVERNMENT}",
    ReferenceKind.AWARDS: f"Crown Commercial Service, {OPEN_GOVERNMENT}",
    ReferenceKind.POSTCODES: (
        "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS data "
        "© Crown copyright and database right {year}. Contains Royal Mail data © Royal Mail copyright and database "
        "right {year}."
    ),
}


# The places of the first rule, by their ONS codes. A code that is not here is printed as it is.
PLACES = {
    "E07000243": "Stevenage",
    "E07000101": "Stevenage in data from before 2013",
    "E10000015": "Hertfordshire",
    "E10000012": "Essex",
    "E10000003": "Cambridgeshire",
    "E06000055": "Bedford",
    "E06000056": "Central Bedfordshire",
    "E06000032": "Luton",
    "E06000060": "Buckinghamshire",
    "E10000002": "Buckinghamshire in data from before 2020",
    "E09000003": "Barnet",
    "E09000010": "Enfield",
    "E09000015": "Harrow",
    "E09000017": "Hillingdon",
    "E12000006": "East of England",
}
BASES = {
    SiteBasis.TRADING: "where it trades",
    SiteBasis.ORDERING: "where orders go",
    SiteBasis.REMITTANCE: "where invoices and payments go",
    SiteBasis.REGISTERED: "its registered office",
    SiteBasis.DECLARED: "where it said it was in a bid",
}


@dataclass(frozen=True)
class Rule:
    """A version of what is local. areas: each tier with its places and their ONS codes."""

    version: int
    valid_from: date
    areas: tuple[tuple[str, str], ...]
    bases: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Source:
    """A kind of file that tells who suppliers are and where, the day of the newest, and its licence."""

    name: str
    as_at: date
    licence: str


@dataclass(frozen=True)
class MethodPage:
    """How the share of a year is measured. left_out: what is not analysed, and why."""

    year: str
    rules: tuple[Rule, ...]
    left_out: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]


def method(*, year: int) -> MethodPage:
    """Return how the share of a financial year is measured. Two queries."""
    return MethodPage(
        year=year_in_words(year),
        rules=rules(year=year),
        left_out=tuple((scope.label, why) for scope, why in LEFT_OUT.items()),
        sources=sources(),
    )


def rules(*, year: int) -> tuple[Rule, ...]:
    """Return the rules that were in force on a day of the financial year, the newest first. One query."""
    known = list(TierRule.objects.filter(valid_from__lt=year_begins(year + 1)))
    earlier = [rule for rule in known if rule.valid_from < year_begins(year)]
    return tuple(rule_of(rule) for rule in known if rule not in earlier[1:])


def rule_of(rule: TierRule) -> Rule:
    codes = {
        Tier.T1: rule.borough_codes,
        Tier.T2: rule.county_codes,
        Tier.T3: rule.bordering_codes,
        Tier.T4: rule.region_codes,
    }
    return Rule(
        version=rule.version,
        valid_from=rule.valid_from,
        areas=tuple((tier.label, ", ".join(map(place_of, areas))) for tier, areas in codes.items()),
        bases=tuple(BASES[SiteBasis(basis)] for basis in rule.bases),
        why=rule.why,
    )


def place_of(code: str) -> str:
    return f"{PLACES[code]} ({code})" if code in PLACES else code


def sources() -> tuple[Source, ...]:
    """Return the kinds of reference files that were taken in, in the order of their kinds. One query."""
    newest = dict(ReferenceFile.objects.order_by().values_list("kind").annotate(Max("as_at")))
    return tuple(
        Source(kind.label, newest[kind], LICENCES[kind].format(year=newest[kind].year))
        for kind in ReferenceKind
        if kind in newest
    )
