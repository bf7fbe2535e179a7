"""Prints the wheel of the charter with what is measured of each foundation.

Here, because the charter knows nothing of the metrics that stand on it.
"""

from typing import Any

from django import template
from django.utils import timezone

import charter.pages
from metrics.pages.wheel import counted
from stevenage_cwb.common.snapshot import Snapshot

register = template.Library()

# In memory, so that the charter is shown while the database is away: then without figures.
counts: Snapshot[dict[str, charter.pages.Counted]] = Snapshot(
    read=lambda: counted(on=timezone.localdate()), shipped=dict
)


@register.inclusion_tag("components/wheel.html")
def wheel() -> dict[str, Any]:
    """Print the wheel with its list and its table."""
    return {"wheel": charter.pages.wheel(counts.current())}


@register.inclusion_tag("components/wheel_small.html")
def small_wheel() -> dict[str, Any]:
    """Print the wheel with its foundations alone beside it."""
    return {"wheel": charter.pages.wheel(counts.current())}
