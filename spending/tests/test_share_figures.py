"""Page, CSV, JSON and the payments under each figure of the local share agree; what it costs, and whom it names."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spending.actions import deciding
from spending.models import Category, Department, ImportNote, PlaceTotal
from spending.pages.filters import Filters
from spending.pages.payments import payments_page
from spending.pages.share import SharePage, headline
from spending.tests.make import MONDAY, ROWS, make_import, make_officer, spend_file
from spending.tests.make_known import (
    decide,
    make_payment,
    make_site,
    make_supplier,
)
from spending.tests.make_share import (
    IN_2024,
    IN_2025,
    NAMES,
    TODAY,
    WORKED,
    csv_rows,
    make_payments,
    make_spending,
    the_page,
)
from spending.tests.make_spread import make_spread
from stevenage_cwb.common.figures import Figure, Unit, records

pytestmark = pytest.mark.django_db


# Every kind of page there is, for what must hold on each.
LOOKS: list[dict[str, str]] = [
    {},
    {"local": "county", "of": "analysed"},
    {"local": "bordering", "of": "files", "branches": "out"},
    {"local": "region", "by": "payments", "breakdown": "kind"},
    {"by": "suppliers", "breakdown": "quarter"},
    {"by": "suppliers", "of": "analysed", "breakdown": "size"},
    {"branches": "out", "breakdown": "department"},
    {"breakdown": "neighbourhood"},
    {"year": "2023-24", "breakdown": "quarter"},
    {"year": "2024-25"},
    {"year": "2031-32"},
]


def narrowed_looks() -> list[dict[str, str]]:
    """Return looks that are narrowed to a department, a category, or both, and to those without one."""
    department = str(Department.objects.get(name="Housing").pk)
    category = str(Category.objects.get(name="Repairs").pk)
    return [
        {"department": department, "breakdown": "category"},
        {"department": "none", "by": "suppliers"},
        {"category": category, "breakdown": "quarter", "branches": "out"},
        {"department": department, "category": category, "by": "suppliers", "breakdown": "kind"},
        {"department": "none", "category": "none", "of": "files"},
    ]


def said(page: SharePage) -> str:
    return str(page.answer)


# -- page, CSV, JSON and rows agree ---------------------------------------------------------------------


def as_text(record: dict[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in record.items()}


@pytest.mark.parametrize("asked", LOOKS, ids=str)
def test_page_csv_and_json_carry_the_same_figures(client, asked):
    make_spread()

    page = the_page(**asked)
    html = client.get("/spending/", asked).text
    rows = csv_rows(client, asked)
    items = client.get("/spending/share.json", asked).json()

    assert [as_text(item) for item in items["figures"]] == rows
    assert len(rows) == len(list(records(page.tables, portal="")))
    assert items["answer"] == said(page)
    figures = [figure for table in page.tables[1:] for line in table.shown for figure in line.figures]
    assert [figure for figure in figures if f">{escape(figure.said)}<" not in html] == []


def assert_rows_sum_to(figure: Figure, *, payments: Figure | None) -> None:
    query = dict(part.split("=") for part in figure.address.partition("?")[2].replace("%2C", ",").split("&"))
    found = payments_page(filters=Filters.asked(query), size=1).counted
    if figure.unit in {Unit.PENCE, Unit.EXACT_PENCE}:
        assert found.pence == figure.value, figure
    if figure.unit == Unit.PAYMENTS:
        assert found.payments == figure.value, figure
    if payments is not None:
        assert found.payments == payments.value, figure


@pytest.mark.parametrize("number", range(len(LOOKS) + 5))
def test_every_figure_opens_payments_that_sum_to_it(number):
    make_spread()
    asked = [*LOOKS, *narrowed_looks()][number]
    opened = 0

    for table in the_page(**asked).tables:
        for line in table.lines:
            of_line = [figure for figure in line.figures if figure.unit == Unit.PAYMENTS and not figure.address]
            for figure in line.figures:
                if figure.address:
                    assert_rows_sum_to(figure, payments=of_line[0] if of_line else None)
                    opened += 1

    assert opened > 5


def test_every_amount_of_pounds_opens_its_payments():
    make_spread()
    page = the_page()

    closed = {
        (table.code, line.code, column.code)
        for table in page.tables
        for line in table.lines
        for column, figure in zip(table.columns, line.figures, strict=True)
        if figure.unit in {Unit.PENCE, Unit.EXACT_PENCE} and not figure.address
    }

    # No one list holds all the other years.
    assert closed == {("bridge", "others", "pence")}


@pytest.mark.parametrize("number", range(5))
def test_narrowed_pages_agree_with_their_csv(client, number):
    make_spread()
    asked = narrowed_looks()[number]

    rows = csv_rows(client, asked)

    assert [as_text(item) for item in client.get("/spending/share.json", asked).json()["figures"]] == rows


def test_the_chart_is_a_file_of_its_own(client):
    make_spending(make_payments(WORKED))

    response = client.get("/spending/share.svg")

    assert response["Content-Type"] == "image/svg+xml"
    assert response.text.startswith("<svg ")
    assert "£180k" in response.text


# -- the bridge, on payments of any sort ---------------------------------------------------------------

payments_of_any_sort = st.lists(
    st.builds(
        make_payment,
        payee_raw=st.sampled_from([*NAMES.values(), "HM Revenue & Customs", "Hertfordshire County Council"]),
        amount_pence=st.integers(-(10**6), 10**9),
        pay_date=st.sampled_from([None, date(2024, 3, 31), date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31)]),
        category=st.sampled_from(["", "Repairs", "Grants to voluntary bodies", "Pensions"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payments=payments_of_any_sort)
def test_the_bridge_leads_from_the_files_to_what_has_a_place_to_the_penny(db, payments):
    with transaction.atomic():
        make_spending(payments)
        page = the_page(year="2025-26")
        transaction.set_rollback(True)

    pence, count = 0, 0
    for line in page.bridge.lines:
        amount, payments_counted = (int(figure.value) for figure in line.figures)
        if line.is_sum:
            assert (amount, payments_counted) == (pence, count), line.name
        elif line.name.startswith("Less"):
            pence, count = pence - amount, count - payments_counted
        else:
            pence, count = amount, payments_counted
    of_year = [payment for payment in payments if payment.pay_date and payment.pay_date >= date(2025, 4, 1)]
    assert page.bridge.lines[0].figures[0].value == sum(payment.amount_pence for payment in payments)
    assert page.bridge.figure("year", "pence").value == sum(payment.amount_pence for payment in of_year)
    assert page.bridge.figure("year", "payments").value == len(of_year)
    assert page.bridge.figure("placed", "pence").value == page.tiers.figure("located", "pence").value
    assert [line for line in page.bridge.lines if line.code == "fault"] == []


def test_narrowed_to_a_part_the_bridge_begins_with_the_year():
    make_spending([*make_payments({"T1": 10}, department="Housing"), *make_payments({"T1": 5}, department="Parks")])
    number = Department.objects.get(name="Housing").pk

    lines = the_page(department=str(number)).bridge.lines

    assert [(line.code, line.figures[0].said) for line in lines] == [
        ("year", "£10.00"),
        ("analysed", "£10.00"),
        ("placed", "£10.00"),
    ]


def test_sums_that_differ_from_the_files_are_shown_as_a_fault():
    make_spending(make_payments({"T1": 10}))
    PlaceTotal.objects.update(pence=F("pence") - 1)

    line = the_page().bridge.line("fault")

    assert (line.name, line.figures[0].said) == ("Less: not in our sums, which is a fault", "£0.01")


def test_rows_that_could_not_be_read_are_counted_beside_the_bridge_and_in_no_sum(tmp_path):
    make_import(spend_file(tmp_path, [*ROWS, ["30/06/2026", "T4", "Unread Ltd", "Works", "n/a"]]))
    deciding.accept(note=ImportNote.objects.get(), by=make_officer("importer"), at=MONDAY)

    bridge = the_page().bridge

    assert bridge.note == "1 row of the files could not be read, and is in no sum."
    assert bridge.figure("files", "pence").said == "£1,500.00"


# -- what it costs, and whom it names ----------------------------------------------------------------------


@pytest.mark.parametrize("asked", [{}, {"breakdown": "quarter"}, {"by": "suppliers", "breakdown": "kind"}], ids=str)
def test_the_page_costs_the_same_for_one_payment_a_year_and_for_thirty(client, django_assert_num_queries, asked):
    body = make_spending([*make_payments({"T1": 1}, pay_date=IN_2024), *make_payments({"T1": 1}, pay_date=IN_2025)])
    client.get("/spending/", asked)
    with django_assert_num_queries(13):
        client.get("/spending/", asked)

    for number in range(30):
        for day in (IN_2024, IN_2025):
            amounts = dict.fromkeys(NAMES, number + 1)
            make_spending(
                make_payments(amounts, pay_date=day, department=f"D{number}", category=f"C{number}"), body=body
            )

    # The words of the frame are read anew after five seconds, which is no cost of this page.
    client.get("/spending/", asked)
    with django_assert_num_queries(13):
        client.get("/spending/", asked)


def test_a_coverage_that_rounds_up_to_the_limit_is_not_said_to_be_it():
    make_spending(make_payments({"T1": 796, "U": 204}))

    assert "only just under 80% of the £1,000 analysed could be placed" in str(the_page().answer)


def test_the_first_page_s_sentence_costs_two_queries(django_assert_num_queries):
    make_spending(make_payments(WORKED))
    the_page()

    with django_assert_num_queries(2):
        assert str(headline(on=TODAY)).startswith("In 2025 to 2026 up to 15 June 2025, 20% of the £900,000")


def test_nobody_is_named_who_is_an_individual(client):
    make_spending(
        [
            *make_payments({"T1": 10}, pay_date=IN_2024),
            *make_payments({"T1": 20}),
            make_payment(payee_raw="Mr John Hidden", amount_pence=900_000_00),
            make_payment(payee_raw="J Hidden", amount_pence=900_000_00),
        ]
    )
    hidden = make_supplier("John Hidden", kind="individual")
    make_site(hidden)
    decide("J Hidden", hidden)
    decide("Mr John Hidden", make_supplier("Hidden, of no known kind"))

    for asked in [*LOOKS, {"breakdown": "kind", "by": "payments"}]:
        for address in ("/spending/", "/spending/share.json"):
            assert "Hidden" not in client.get(address, asked).text
        assert "Hidden" not in str(csv_rows(client, asked))
