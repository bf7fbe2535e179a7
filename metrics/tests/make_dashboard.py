"""A dashboard for tests: figures of every kind that there is, at every place, with targets and words."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from charter.models import Neighbourhood
from charter.tests.make import make_neighbourhood
from metrics.models import Annotation, ExternalPoint, ExternalSeries
from metrics.pages.dashboard import Look, MetricPage, Overview, metric_page, overview
from metrics.tests.make import make_catalogue, make_observation, make_steward, make_target

TODAY = date(2026, 11, 16)
EARLIER = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
PLACES = {"bedwell": "Bedwell", "chells": "Chells and Manor", "pin-green": "Pin Green"}
SECRET = 3


def of(year: int) -> dict[str, Any]:
    return {"starts_on": date(year, 4, 1)}


def make_places() -> list[Neighbourhood]:
    return [make_neighbourhood(code, name=name) for code, name in PLACES.items()]


def make_dashboard() -> None:
    """Shares, counts, hours, medians and multipliers; provisional, revised, kept back, not available, nought."""
    make_catalogue()
    places = make_places()
    steward = make_steward()
    for year, pence in ((2023, 20_000_00), (2024, 22_800_00), (2025, 28_300_00)):
        make_share(pence, **of(year))
    make_share(8_000_00, of=25_000_00, marker="p", **of(2026))
    for month in range(1, 13):
        starts_on = date(2025 + (month < 4), month, 1)
        make_observation("G01", month % 5, span="month", starts_on=starts_on, rows=f"/pledges/?m={month}")
    for year, count in ((2024, 0), (2025, 24)):
        make_observation("G01", count, **of(year), rows="/pledges/")
    for kind, count in (("resident", 20), ("business", 4)):
        make_observation("G01", count, dimension="kind", category=kind)
    make_observation("G02", None, marker="x", note="None was verified")
    make_observation("G04", 150)
    make_observation("C06", 1_234_567_00, at=EARLIER)
    make_observation("C06", 1_300_000_00, marker="r")
    make_observation("P11", 157, denominator=100, lower=134, upper=165, bounds_of=100, grade="B")
    make_observation("P05", 1, denominator=9_999_00, base=2_000)
    make_people(places)
    make_target("P01", 20, by=steward, at=EARLIER)
    make_target("P01", 25, by=steward, at=EARLIER)
    make_target("G01", 30, by=steward)
    make_words(steward)


def make_share(pence: int, **more: Any) -> None:
    whole = more.pop("of", 100_000_00)
    parts = {"denominator": whole, "lower": pence - 1, "upper": pence + 9, "bounds_of": whole, "base": 2_000}
    make_observation("P01", pence, **parts, rows="/spending/payments/?tier=T1", whole_rows="/spending/", **more)


def make_people(places: list[Neighbourhood]) -> None:
    """Observe apprentices, so few of them in one neighbourhood that it is kept back, and with it another."""
    counts = dict(zip(places, (SECRET, 8, 9), strict=True))
    make_observation("T02", 20, people=20)
    for place, count in counts.items():
        kept_back = {SECRET: "primary", 8: "secondary"}.get(count, "")
        make_observation("T02", count, people=count, neighbourhood=place, suppression=kept_back, inputs_digest="secret")


def make_words(steward: Any) -> None:
    Annotation.objects.create(
        metric_id="P01", valid_from=date(2025, 6, 1), text="A threshold moved", written_by=steward
    )
    series = ExternalSeries.objects.create(
        metric_id="P01", place="Preston", measure="Spend of six anchors", source="A report", caution="Six bodies."
    )
    ExternalPoint.objects.create(series=series, period="2016/17", value="18.2", said="18.2%")


def the_overview(**asked: str) -> Overview:
    return overview(Look(**asked), on=TODAY)


def the_page(code: str, **asked: str) -> MetricPage:
    return metric_page(code, Look(**asked), on=TODAY)


def csv_rows(client: Client, address: str, **asked: str) -> list[dict[str, str]]:
    answer = client.get(address, asked)
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))
