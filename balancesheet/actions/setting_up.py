"""Setting up: the shipped chart of accounts, and a ledger for each neighbourhood."""

import json
from collections.abc import Iterable
from pathlib import Path

from django.db import models, transaction

from balancesheet.models import Account, Chart, ChartLine, Ledger, Unit
from balancesheet.models.ledgers import WHOLE_TOWN
from charter.models import Neighbourhood

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "chart.json"


@transaction.atomic
def load_chart() -> dict[str, int]:
    """Create what is missing of the shipped chart and of the ledgers; change nothing. Return how many, by plural name.

    A chart that is there has all its lines: a new one comes as a new version.
    """
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    chart = Chart(**shipped["chart"])
    is_new = not Chart.objects.filter(pk=chart.pk).exists()
    created = dict(
        _create_missing(rows)
        for rows in (
            [Unit(**row) for row in shipped["units"]],
            [_account(row) for row in shipped["accounts"]],
            [chart],
            _ledgers(),
        )
    )
    if is_new:
        ChartLine.objects.bulk_create(_lines(chart, shipped["accounts"]))
    return created


def _account(row: dict[str, str]) -> Account:
    return Account(code=row["code"], unit_id=row["unit"], type=row["type"], role=row.get("role", ""))


def _lines(chart: Chart, rows: list[dict[str, str]]) -> list[ChartLine]:
    return [
        ChartLine(
            chart=chart,
            account_id=row["code"],
            name=row["name"],
            section=row["section"],
            position=position,
            foundation_id=row.get("foundation"),
            block=row["block"],
        )
        for position, row in enumerate(rows, start=1)
    ]


def _ledgers() -> list[Ledger]:
    places = Neighbourhood.objects.order_by("short_code")
    return [*(Ledger(code=place.short_code, neighbourhood=place) for place in places), Ledger(code=WHOLE_TOWN)]


def _create_missing(rows: Iterable[models.Model]) -> tuple[str, int]:
    rows = list(rows)
    model = type(rows[0])
    present = set(model._default_manager.values_list("pk", flat=True))
    missing = [row for row in rows if row.pk not in present]
    model._default_manager.bulk_create(missing)
    return str(model._meta.verbose_name_plural), len(missing)
