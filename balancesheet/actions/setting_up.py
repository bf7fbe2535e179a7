"""Setting up: the shipped chart of accounts, proxies and due dates, and a ledger for each neighbourhood."""

import json
from collections.abc import Iterable
from pathlib import Path

from django.db import models, transaction

from balancesheet.models import Account, Chart, ChartLine, DueDate, Ledger, Proxy, Unit
from balancesheet.models.ledgers import WHOLE_TOWN
from charter.models import Neighbourhood

SHIPPED = Path(__file__).resolve().parent.parent / "shipped" / "chart.json"
SHIPPED_PROXIES = SHIPPED.with_name("proxies.json")
SHIPPED_DUE_DATES = SHIPPED.with_name("due_dates.json")


@transaction.atomic
def load_chart() -> dict[str, int]:
    """Create what is missing of the shipped chart, proxies and due dates, and of the ledgers; change nothing.

    Return how many, by plural name. A chart that is there has all its lines: a new one comes as a new version.
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
    created |= [_create_missing(_proxies(), known_by="code")]
    created |= [_create_missing(_due_dates(), known_by="year_starting")]
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


def _proxies() -> list[Proxy]:
    rows = json.loads(SHIPPED_PROXIES.read_text(encoding="utf-8"))["proxies"]
    return [Proxy(unit_id=row.pop("unit"), **row) for row in rows]


def _due_dates() -> list[DueDate]:
    rows = json.loads(SHIPPED_DUE_DATES.read_text(encoding="utf-8"))["due_dates"]
    return [DueDate(**row) for row in rows]


def _create_missing(rows: Iterable[models.Model], *, known_by: str = "pk") -> tuple[str, int]:
    rows = list(rows)
    model = type(rows[0])
    present = set(model._default_manager.values_list(known_by, flat=True))
    missing = [row for row in rows if getattr(row, known_by) not in present]
    model._default_manager.bulk_create(missing)
    return str(model._meta.verbose_name_plural), len(missing)
