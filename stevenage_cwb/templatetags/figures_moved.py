"""Says on a record's own page which figures of the balance sheet it moved.

Here, because the apps that have the records know nothing of the balance sheet that is made of them.
"""

from typing import Any

from django import template

from balancesheet.pages import origins

register = template.Library()
TEMPLATE = "components/figures_moved.html"


@register.inclusion_tag(TEMPLATE)
def figures_moved_by_payment(number: int) -> dict[str, Any]:
    return {"figures": origins.figures_moved(source="payment", refs=[str(number)])}


@register.inclusion_tag(TEMPLATE)
def figures_moved_by_pledge(reference: str) -> dict[str, Any]:
    return {"figures": origins.figures_moved(source="pledge", refs=origins.pledge_refs(reference))}
