"""The catalogue: the metrics that are shipped, each with the first version of its definition, proposed."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from metrics.actions.shipped import load_shipped
from metrics.models import Comparability, Definition, Metric

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "catalogue.json"
# Observations are of no year before it: the council voted for community wealth building on 29 January 2020.
FIRST_YEAR = 2018
OF_THE_METRIC = ("code", "foundation", "owner", "reviewer")


@transaction.atomic
def load_catalogue() -> dict[str, int]:
    """Create the shipped metrics that are missing, and what stands beside them; change nothing.

    Return how many, by plural name.
    """
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))["metrics"]
    present = set(Metric.objects.values_list("pk", flat=True))
    missing = [(position, row) for position, row in enumerate(rows, start=1) if row["code"] not in present]
    Metric.objects.bulk_create(
        Metric(
            code=row["code"],
            foundation_id=row["foundation"],
            position=position,
            owner=row["owner"],
            reviewer=row["reviewer"],
        )
        for position, row in missing
    )
    Definition.objects.bulk_create(_first_version(row) for _, row in missing)
    return {"metrics": len(missing)} | load_shipped()


def _first_version(row: dict[str, Any]) -> Definition:
    said = {name: value for name, value in row.items() if name not in OF_THE_METRIC}
    return Definition(
        metric_id=row["code"],
        version=1,
        first_year=FIRST_YEAR,
        comparability=Comparability.FIRST,
        **said,
    )
