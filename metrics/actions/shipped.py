"""What is shipped beside the metrics: checks, words on times, and what other places published.

Source: docs/domain.md.
"""

import json
from pathlib import Path
from typing import Any

from metrics.models import Annotation, Check, ExternalPoint, ExternalSeries, Metric

SHIPPED = Path(__file__).resolve().parent.parent / "shipped"


def load_shipped() -> dict[str, int]:
    """Create what is missing; change nothing. Return how many of each, by plural name."""
    metrics = set(Metric.objects.values_list("pk", flat=True))
    beside = _read("elsewhere.json")
    return {
        "checks": _load_checks(_read("checks.json")),
        "annotations": sum(map(_load_annotation, beside["annotations"])),
        "series of other places": sum(_load_series(row) for row in beside["series"] if row["metric"] in metrics),
    }


def _read(name: str) -> Any:
    return json.loads((SHIPPED / name).read_text(encoding="utf-8"))


def _load_checks(rows: list[dict[str, Any]]) -> int:
    present = set(Check.objects.values_list("pk", flat=True))
    return len(Check.objects.bulk_create(Check(**row) for row in rows if row["code"] not in present))


def _load_annotation(row: dict[str, Any]) -> bool:
    of = {"metric_id": row["metric"], "valid_from": row["valid_from"], "text": row["text"]}
    return Annotation.objects.get_or_create(**of, defaults={"valid_to": row["valid_to"]})[1]


def _load_series(row: dict[str, Any]) -> bool:
    of = {"metric_id": row["metric"], "place": row["place"], "measure": row["measure"]}
    said = {name: row[name] for name in ("source", "source_address", "caution")}
    series, is_new = ExternalSeries.objects.get_or_create(**of, defaults=said)
    if is_new:
        ExternalPoint.objects.bulk_create(ExternalPoint(series=series, **point) for point in row["points"])
    return is_new
