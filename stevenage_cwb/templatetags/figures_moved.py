"""Says on a record's own page which figures of the balance sheet it moved, and which measures it is counted in.

Here, because the apps that have the records know nothing of what is made of them.
"""

from typing import Any

from django import template

from balancesheet.pages import origins
from metrics.pages import moved

register = template.Library()
TEMPLATE = "components/figures_moved.html"


@register.inclusion_tag(TEMPLATE)
def figures_moved_by_payment(number: int) -> dict[str, Any]:
    return {
        "figures": origins.figures_moved(source="payment", refs=[str(number)]),
        "measures": moved.by_payment(number),
    }


@register.inclusion_tag(TEMPLATE)
def figures_moved_by_pledge(reference: str) -> dict[str, Any]:
    return {
        "figures": origins.figures_moved(source="pledge", refs=origins.pledge_refs(reference)),
        "measures": moved.by_pledge(reference),
    }
