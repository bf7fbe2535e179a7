"""The list of payments: which are shown for what is asked, how many, and what they come to."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spending.actions.deciding import undo
from spending.models import AttributedPayment, Department, Payee, PayeeClass, Payment
from spending.pages.filters import Filters, days_of
from spending.pages.payments import Cursor, every_payment, payments_page
from spending.pages.payments.newest import newest
from spending.pages.payments.sought import Sought
from spending.tests.make_known import JUNE, NOON, decide, make_body, make_file, make_payment, make_site, make_supplier
from spending.tests.make_spread import make_spread

pytestmark = pytest.mark.django_db

HOSTILE = [
    *("\0", "\0T1", "x" * 10_000, "'; DROP TABLE spending_payment; --", "🙂" * 200, "%", "\\", "(((("),
    *('"', "\ufffe", "<b>", "*:*", "\r\nSet-Cookie: a=b", "9" * 40, "-1", "1.5", "٣", "T1,", ",", "none", "T1,none"),
]
NAMES = list(Filters.__dataclass_fields__)


def shown(client: Any, query: str = "") -> str:
    response = client.get(f"/spending/payments/{query}")
    assert response.status_code == 200
    return str(response.text)


def listed(client: Any, query: str = "") -> list[int]:
    """Return the amounts on a page, in pence."""
    return [payment.amount_pence for payment in client.get(f"/spending/payments/{query}").context["page"].payments]


def test_a_row_says_who_for_what_how_much_where_and_how_sure(client):
    make_file([make_payment(department="Housing", category="Repairs", amount_pence=-123_450)])
    supplier = make_supplier(kind="company")
    make_site(supplier, "")
    decide("Roebuck Bakery Ltd", supplier)

    page = shown(client)

    for words in ("15 Jun 2025", "Roebuck Bakery Ltd", "Housing: Repairs", "−£1,234.50", "Outside the UK"):
        assert words in page
    assert "By an officer’s decision" in page
    assert "1 payment, −£1,234.50" in page


def test_before_the_first_payment_the_page_says_so(client):
    make_file([make_payment()], is_accepted=False)

    page = shown(client)

    assert "No payments are published yet" in page
    assert "Roebuck Bakery" not in page


def test_the_purpose_stands_where_there_is_no_category(client):
    make_file([make_payment(purpose="Bread for schools")])

    assert "Bread for schools" in shown(client)


def test_what_is_left_out_of_the_share_says_why(client):
    make_file([make_payment(payee_raw="Hertfordshire Pension Fund")])

    assert "Left out: Pensions" in shown(client)


# -- what is found ---------------------------------------------------------------------


def several(column: str) -> Any:
    return lambda row, value: (getattr(row.attribution, column) or "none") in value.split(",")


def numbered(column: str) -> Any:
    return lambda row, value: str(getattr(row, column) or "none") == value


def in_days(row: AttributedPayment, year: str, quarter: str = "") -> bool:
    first, after = days_of(year=year, quarter=quarter)
    return row.pay_date is not None and first <= row.pay_date < after


# Whether an attributed payment has what a filter asks for, row by row: what the pages do with indexes and totals.
HAS = {
    "year": in_days,
    "undated": lambda row, _yes: row.pay_date is None,
    "tier": several("tier"),
    "scope": several("scope"),
    "kind": several("kind"),
    "size": several("size"),
    "basis": several("match_basis"),
    "why": several("why_unknown"),
    "payee_class": several("payee_class"),
    "neighbourhood": several("neighbourhood_id"),
    "branch": lambda row, value: row.attribution.is_branch == (value == "yes"),
    "body": lambda row, value: str(row.attribution.body_id) == value,
    "department": numbered("department_id"),
    "category": numbered("category_id"),
    "supplier": numbered("supplier_id"),
    "payee": numbered("payee_id"),
    "file": numbered("file_id"),
    "q": lambda row, value: not is_person(row) and row.payee.name.lower().startswith(value),
}


def is_person(row: AttributedPayment) -> bool:
    return row.payee.is_individual or row.attribution.kind == "individual"


def rows_with(asked: dict[str, str]) -> list[AttributedPayment]:
    """Return the attributed payments that have all that is asked for, newest first, found one by one."""
    rows = AttributedPayment.objects.select_related("attribution", "payee")
    found = [row for row in rows if all(HAS[name](row, value) for name, value in asked.items())]
    return sorted(found, key=lambda row: (row.pay_date or date.min, row.pk), reverse=True)


def possible_values() -> dict[str, list[str]]:
    """Return values of every filter that some payment of the spread has, two where several may be asked for."""
    rows = list(AttributedPayment.objects.select_related("attribution", "payee"))
    named = [row for row in rows if row.payee.payee_class == PayeeClass.NAMED and not is_person(row)]
    return {
        "year": ["2023-24", "2024-25", "2025-26"],
        "undated": ["yes"],
        "tier": ["T1", "T5", "U", "T1,T5", "T2"],
        "scope": ["in", "pension", "in,pension"],
        "kind": ["company", "cic", "individual", "unknown", "cic,company"],
        "size": ["likely_small", "not_small", "unknown"],
        "basis": ["exact_name", "person", "company_number", "none", "person,none"],
        "why": ["redacted", "unmatched", "none", "pooled,redacted"],
        "payee_class": ["named", "redacted,pooled"],
        "neighbourhood": ["none", "bedwell-and-pin-green", "none,bedwell-and-pin-green"],
        "branch": ["yes", "no"],
        "body": sorted({str(row.attribution.body_id) for row in rows}),
        "department": sorted({str(row.department_id or "none") for row in rows}),
        "category": sorted({str(row.category_id or "none") for row in rows}),
        "supplier": sorted({str(row.supplier_id) for row in named if row.supplier_id}),
        "payee": sorted({str(row.payee_id) for row in named}),
        "file": sorted({str(row.file_id) for row in rows}),
        "q": ["roebuck", "leeds", "nobody", "mr john", "j hidden"],
    }


def walked(asked: dict[str, str], *, size: int) -> list[int]:
    """Return the payments of all pages, following each to the next."""
    met, after = [], None
    while True:
        page = payments_page(filters=Filters.asked(asked), after=after, size=size)
        met += [payment.id for payment in page.payments]
        if not page.older:
            return met
        after = Cursor.read(page.older)


@pytest.fixture
def spread(db: None) -> dict[str, list[str]]:
    make_spread()
    return possible_values()


@pytest.mark.parametrize("name", sorted(HAS))
def test_each_filter_shows_the_payments_that_have_what_it_asks_for(spread, name):
    found = {value: [row.pk for row in rows_with({name: value})] for value in spread[name]}

    assert {value: walked({name: value}, size=7) for value in spread[name]} == found
    assert any(found.values())


@pytest.mark.parametrize("walked_for_each", [1, 40])
def test_any_filters_together_show_count_and_add_up_exactly_their_payments(spread, monkeypatch, walked_for_each):
    """With so few walked that the totals are asked, and with enough."""
    monkeypatch.setattr("spending.pages.payments.newest.WALKED_FOR_EACH", walked_for_each)

    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(
        names=st.sets(st.sampled_from(sorted(HAS)), max_size=4),
        chosen=st.randoms(use_true_random=False),
        size=st.integers(1, 60),
    )
    def check(names: set[str], chosen: random.Random, size: int) -> None:
        asked = {name: chosen.choice(spread[name]) for name in sorted(names)}
        rows = rows_with(asked)

        page = payments_page(filters=Filters.asked(asked), size=size)

        assert (page.counted.payments, page.counted.pence) == (len(rows), sum(row.amount_pence for row in rows))
        assert walked(asked, size=size) == [row.pk for row in rows]

    check()


@pytest.mark.parametrize("quarter", ["1", "2", "3", "4"])
def test_a_quarter_is_one_of_the_financial_year(spread, quarter):
    asked = {"year": "2024-25", "quarter": quarter}

    page = payments_page(filters=Filters(**asked), size=200)

    rows = [row for row in rows_with({}) if in_days(row, **asked)]
    assert [payment.id for payment in page.payments] == [row.pk for row in rows]
    assert page.counted.payments == len(rows) > 0


# -- what is asked for and is not there ------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("year", "2025-27"),
        ("year", "1066"),
        ("undated", "no"),
        ("tier", "T9"),
        ("tier", "T1,T9"),
        ("scope", "out"),
        ("kind", "none"),
        ("size", "sme"),
        ("basis", "guess"),
        ("why", "because"),
        ("payee_class", "anybody"),
        ("branch", "maybe"),
        ("neighbourhood", "atlantis"),
        ("department", "999999"),
        ("category", "repairs"),
        ("body", "none"),
        ("supplier", "999999"),
        ("payee", "9" * 18),
        ("file", "-1"),
    ],
)
def test_a_value_that_nothing_bears_is_called_so_and_matches_nothing(client, name, value):
    make_file([make_payment()])

    page = shown(client, f"?{name}={value}")

    assert f"there is no “{value}”" in page
    assert "No payment can match" in page
    assert "Roebuck Bakery" not in page
    assert list(every_payment(filters=Filters(**{name: value}))) == []
    assert client.get(f"/spending/payments.json?{name}={value}").json()["problems"]


def test_a_quarter_without_a_year_asks_for_the_year(client):
    make_file([make_payment()])

    page = shown(client, "?quarter=1")

    assert "Quarter: choose its year too" in page
    assert "Roebuck Bakery" not in page
    assert "Quarter: there is no “5”" in shown(client, "?year=2025-26&quarter=5")


def test_a_day_and_none_at_once_match_nothing(client):
    make_file([make_payment(), make_payment(pay_date=None)])

    assert "0 payments, £0.00" in shown(client, "?undated=yes&year=2025-26")


@pytest.mark.parametrize("name", [*NAMES, "after"])
def test_hostile_values_are_answered(client, name):
    make_file([make_payment()])

    for value in HOSTILE:
        response = client.get("/spending/payments/", {name: value})
        assert response.status_code == 200, value
        assert b"<b>" not in response.content
        assert client.get("/spending/payments.json", {name: value}).status_code == 200, value


def test_a_number_must_not_tell_of_a_supplier_that_nobody_paid_or_of_a_file_that_is_not_public(client):
    supplier = make_supplier("Secretly Listed Ltd")
    file = make_file([make_payment()], is_accepted=False)

    assert "Secretly Listed" not in shown(client, f"?supplier={supplier.pk}")
    assert file.name not in shown(client, f"?file={file.pk}")


# -- the form --------------------------------------------------------------------------


def test_a_filter_can_be_removed_and_the_others_stay(client):
    make_file([make_payment()])

    page = shown(client, "?tier=U&scope=in&q=roebuck")

    assert 'href="/spending/payments/?scope=in&amp;q=roebuck"' in page
    assert 'href="/spending/payments/?tier=U&amp;q=roebuck"' in page
    assert 'href="/spending/payments/?tier=U&amp;scope=in"' in page


def test_the_form_keeps_what_is_on_though_it_offers_no_list_for_it(client):
    file = make_file([make_payment(department="Housing")])

    page = shown(client, f"?tier=T1,T2&file={file.pk}&branch=no&year=2025-26&department=none")

    assert f'<input type="hidden" name="file" value="{file.pk}">' in page
    assert '<input type="hidden" name="branch" value="no">' in page
    assert '<option value="T1,T2" selected>Stevenage or Rest of Hertfordshire</option>' in page
    assert '<option value="2025-26" selected>2025 to 2026</option>' in page
    assert '<option value="none" selected>None given</option>' in page


def test_the_years_offered_are_those_of_the_payments(client):
    make_file([make_payment(pay_date=date(2024, 3, 31)), make_payment(pay_date=date(2025, 4, 1))])

    page = shown(client)

    offered = [year for year in range(2020, 2030) if f">{year} to {year + 1}</option>" in page]
    assert offered == [2023, 2024, 2025]


def test_names_too_many_to_choose_from_are_not_listed_but_still_filter(client, monkeypatch):
    monkeypatch.setattr("spending.pages.payments.choices.MOST_OFFERED", 1)
    make_file([make_payment(department=name) for name in ("Housing", "Parks")])
    housing = Department.objects.get(name="Housing")

    assert ">Parks</option>" not in shown(client)
    page = shown(client, f"?department={housing.pk}")

    assert "Department: Housing" in page
    assert f'<input type="hidden" name="department" value="{housing.pk}">' in page
    assert "1 payment," in page


def test_who_paid_is_asked_only_where_there_are_two(client):
    make_file([make_payment()])
    assert 'name="body"' not in shown(client)

    make_file([make_payment()], body=make_body("Other Council"))

    assert 'name="body"' in shown(client)


# -- page by page ----------------------------------------------------------------------


def test_payments_without_a_date_come_last(client):
    make_file(
        [
            make_payment(pay_date=None, amount_pence=1),
            make_payment(amount_pence=2),
            make_payment(pay_date=JUNE + timedelta(days=1), amount_pence=3),
            make_payment(pay_date=None, amount_pence=4),
        ]
    )

    assert listed(client) == [3, 2, 4, 1]
    assert "No date" in shown(client)


@pytest.mark.parametrize("asked", [{}, {"tier": "U"}, {"department": "none"}, {"q": "roebuck"}])
def test_payments_that_come_in_between_two_pages_move_none_of_the_others(asked):
    days = [JUNE, JUNE, JUNE, JUNE - timedelta(days=1), JUNE - timedelta(days=400), None, None, None]
    make_file([make_payment(pay_date=day) for day in days])
    before = walked(asked, size=100)
    met, after = [], None

    for _ in range(6):
        page = payments_page(filters=Filters.asked(asked), after=after, size=2)
        met += [payment.id for payment in page.payments]
        after = Cursor.read(page.older)
        if after is None:
            break
        # A newer one, and one of a day and without one that are yet to come.
        make_file([make_payment(pay_date=day) for day in (JUNE + timedelta(days=1), JUNE, None)])

    assert [number for number in met if number in before] == before


@pytest.mark.parametrize(
    "cursor", ["x", "2026-06-30", "2026-99-99.1", "2026-06-30.x", "2026-06-30." + "9" * 30, "none.1"]
)
def test_a_cursor_that_names_no_place_shows_the_newest(client, cursor):
    make_file([make_payment()])

    assert "Roebuck Bakery Ltd" in shown(client, f"?after={cursor}")


def test_after_the_last_payment_there_are_no_older_ones(client):
    make_file([make_payment()])

    page = shown(client, f"?after=undated.{Payment.objects.get().pk}")

    assert "There are no older payments" in page
    assert "Newest payments" in page


def test_the_next_page_keeps_the_filters(client, monkeypatch):
    monkeypatch.setattr("spending.views.payments.ON_A_PAGE", 1)
    make_file([make_payment(), make_payment()])

    assert 'href="/spending/payments/?tier=U&amp;q=roebuck&amp;after=2025-06-15.' in shown(client, "?tier=U&q=roebuck")


def test_totals_that_changed_meanwhile_hide_no_payment(monkeypatch):
    monkeypatch.setattr("spending.pages.payments.newest.WALKED_FOR_EACH", 1)
    make_file([make_payment(pay_date=date(2025, 1, 1), department="Parks"), make_payment(department="Housing")])
    parks = Department.objects.get(name="Parks")

    found = newest(Sought(columns={"department": parks.pk}), after=None, size=1, by_quarter={date(2025, 4, 1): 7})

    assert [place.pay_date for place in found] == [date(2025, 1, 1)]


# -- search ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("roebuck", {"Roebuck Bakery Ltd"}),
        ("ROEBUCK  Bakery Limited", {"Roebuck Bakery Ltd"}),
        ("bak roe", {"Roebuck Bakery Ltd"}),
        ("ba", {"Roebuck Bakery Ltd", "B.A. Builders"}),
        ("akery", set()),
        ("bakery print", set()),
        ("l'oreal", {"L’Oréal"}),
        ("ltd", {"Roebuck Bakery Ltd"}),
        ("100% roebuck", set()),
        ("r%", None),
        ("_", None),
        ("r", None),
    ],
)
def test_a_search_finds_payees_by_the_beginnings_of_words(client, q, found):
    make_file([make_payment(payee_raw=name) for name in ("Roebuck Bakery Ltd", "B.A. Builders", "L’Oréal")])

    page = client.get("/spending/payments/", {"q": q}).context["page"]

    assert {payment.payee for payment in page.payments} == (found or set())
    assert bool(page.asked.problems) == (found is None)


def test_a_search_without_a_word_says_so(client):
    make_file([make_payment()])

    assert "Name of the payee: there is no word of two letters or more in “!”" in shown(client, "?q=!")


def test_a_word_that_nobody_bears_says_that_nothing_matches(client):
    make_file([make_payment()])

    assert "No published payment matches" in shown(client, "?q=zzyzx")


def test_a_word_that_too_many_bear_says_so_on_every_page(client, monkeypatch):
    monkeypatch.setattr("spending.pages.payments.search.MOST_PAYEES", 1)
    make_file([make_payment(payee_raw=f"Roebuck {name} Ltd") for name in ("Bakery", "Print")])

    for query in ("?q=roebuck", "?q=roebuck&after=2026-01-01.1", "?q=roebuck&tier=U"):
        assert "“roebuck” is in more than 1 names" in shown(client, query)
    assert "too many" not in shown(client, "?q=roebuck+print")


# -- count and sum ---------------------------------------------------------------------


@pytest.mark.parametrize("query", ["?q=roebuck", "?payee={payee}", "?supplier={supplier}", "?file={file}&tier=U"])
def test_more_than_can_be_added_up_while_somebody_waits_is_said_to_be_more(client, monkeypatch, query):
    monkeypatch.setattr("spending.pages.payments.counted.MOST_ADDED_UP", 2)
    file = make_file([make_payment() for _ in range(3)])
    supplier = make_supplier()
    decide("Roebuck Bakery Ltd", supplier)
    query = query.format(payee=Payee.objects.get().pk, supplier=supplier.pk, file=file.pk)

    assert "More than 2 payments" in shown(client, query)
    answer = client.get(f"/spending/payments.json{query}").json()
    assert (answer["count"], answer["is_more"], answer["sum"]) == (2, True, None)
    assert len(answer["items"]) == 3


def test_a_file_and_a_suppliers_year_are_added_up_however_many(client, monkeypatch):
    monkeypatch.setattr("spending.pages.payments.counted.MOST_ADDED_UP", 1)
    file = make_file([make_payment(), make_payment(), make_payment(pay_date=date(2024, 3, 31))])
    supplier = make_supplier()
    decide("Roebuck Bakery Ltd", supplier)
    year = f"?supplier={supplier.pk}&year=2025-26&scope=in"

    assert "3 payments, £300.00" in shown(client, f"?file={file.pk}")
    assert "2 payments, £200.00" in shown(client, year)
    assert "2 payments, £200.00" in shown(client, f"{year}&tier=U,T1&body={file.body_id}")
    assert "0 payments, £0.00" in shown(client, f"{year}&tier=T1")
    assert "More than 1 payments" in shown(client, f"{year}&department=none")


def test_what_is_undone_is_in_no_list_and_no_sum(client):
    file = make_file([make_payment()])
    make_file([make_payment(payee_raw="Pin Green Print Ltd")])

    undo(file=file, why="Wrong", by=None, at=NOON)

    page = shown(client)
    assert "1 payment, £100.00" in page
    assert "Roebuck Bakery" not in page


# -- cost ------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [1, 30])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/spending/payments/", 7),
        ("/spending/payments/?tier=U", 10),
        ("/spending/payments/?tier=U&year=2025-26&quarter=1", 10),
        ("/spending/payments/?q=roebuck", 9),
        ("/spending/payments.json", 3),
        ("/spending/payments.csv?tier=U", 6),
    ],
)
def test_a_page_costs_the_same_for_one_payment_and_for_thirty(
    client, django_assert_num_queries, address, queries, many
):
    make_file([make_payment(department=f"Department {number}") for number in range(many)])
    # The charter's words are kept in memory.
    client.get("/charter/")

    with django_assert_num_queries(queries):
        b"".join(client.get(address))


def test_no_total_is_asked_for_what_no_total_knows():
    with pytest.raises(ValueError, match="No total knows"):
        Sought(columns={"supplier": 7}).totals()
