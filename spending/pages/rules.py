"""What the desk says of rules before they are saved: what their words fit, and which sums they would change."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from spending.models import AttributedPayment, Grain, Payee, Scope, ScopeColumn, Tier, Total
from stevenage_cwb.common.money import pounds

# Payments and pence of what is known alike: its scope and its tier.
Sums = dict[tuple[str, str], tuple[int, int]]
NOTHING = (0, 0)


@dataclass(frozen=True, kw_only=True)
class Change:
    """Payments of one scope and tier, before and after."""

    scope: str
    where: str
    payments_before: int
    payments_after: int
    before: str
    after: str


def sums() -> Sums:
    """Return what the totals of now come to, by scope and tier. One query."""
    known = Total.objects.filter(grain=Grain.ALL).values_list("attribution__scope", "attribution__tier")
    return {
        (scope, tier): (payments, pence)
        for scope, tier, payments, pence in known.annotate(Sum("payments"), Sum("pence"))
    }


def changes(*, before: Sums, after: Sums) -> list[Change]:
    """Return what differs, in the order in which scopes and tiers are always shown."""
    return [
        change(scope, tier, before.get((scope, tier), NOTHING), after.get((scope, tier), NOTHING))
        for scope in Scope
        for tier in Tier
        if before.get((scope, tier), NOTHING) != after.get((scope, tier), NOTHING)
    ]


def change(scope: Scope, tier: Tier, before: tuple[int, int], after: tuple[int, int]) -> Change:
    return Change(
        scope=scope.label,
        where=tier.label,
        payments_before=before[0],
        payments_after=after[0],
        before=pounds(before[1]),
        after=pounds(after[1]),
    )


def fitting(*, column: ScopeColumn, pattern: str) -> str:
    """Say how much a pattern fits, whether or not an earlier rule decides on it. It may take long: one look at all."""
    they, name, those, counted, pence = LOOKED_AT[column]
    fits = those().filter(**{f"{name}__iregex": pattern})
    found = fits.aggregate(count=Count(counted, distinct=True), pence=Sum(pence, default=0))
    return f"{they} that the pattern fits: {found['count']:,}, {pounds(found['pence'])} in all"


def payees() -> "QuerySet[Payee]":
    return Payee.objects.all()


def categories() -> "QuerySet[Total]":
    return Total.objects.filter(grain=Grain.CATEGORY)


def payments_without_category() -> "QuerySet[AttributedPayment]":
    return AttributedPayment.objects.filter(category=None)


# What is looked for, the column of its words, the rows, what is counted of them and what is added up.
LOOKED_AT = {
    ScopeColumn.PAYEE: ("Payees", "name", payees, "pk", "total__pence"),
    ScopeColumn.CATEGORY: ("Categories", "category__name", categories, "category", "pence"),
    ScopeColumn.PURPOSE: ("Payments", "payment__purpose", payments_without_category, "pk", "amount_pence"),
}
