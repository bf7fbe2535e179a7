"""A financial year as it stands in an address."""

import re

from django.http import Http404

from stevenage_cwb.common.years import year_name

YEAR = re.compile("((?:19|20)[0-9]{2})-[0-9]{2}")


def year_starting(name: str) -> int:
    """Return the year that a name means: 2025-26. Raises Http404 for what names none."""
    found = YEAR.fullmatch(name)
    if found is None or year_name(int(found[1])) != name:
        raise Http404
    return int(found[1])
