"""The parts of the page of the local share: breakdowns, changes, proxies, sureness, the bridge, grants, the rule."""

import re
from datetime import date

import pytest

from spending.actions import attributing, surveys
from spending.models import Decision, Department, PartyTotal, Tier
from spending.pages.share.changes import largest_parties
from spending.tests.make import MONDAY
from spending.tests.make_known import make_body, make_payment
from spending.tests.make_share import (
    IN_2024,
    IN_2025,
    NAMES,
    POUND,
    csv_rows,
    make_payments,
    make_spending,
    redacted,
    shown,
    the_page,
)
from spending.tests.make_survey import an_officer, make_closed, make_rates

pytestmark = pytest.mark.django_db


def test_a_breakdown_says_share_pounds_coverage_and_suppliers_the_largest_first():
    make_spending(
        [
            *make_payments({"T1": 10, "T5": 10}, category="Catering"),
            *make_payments({"T1": 90, "T5": 60, "U": 10}, category="Repairs"),
            *make_payments({"T1": 10, "U": 490}, category=""),
        ]
    )

    table = the_page(breakdown="category").breakdown

    assert [[line.name, *(figure.said for figure in line.figures)] for line in table.lines] == [
        ["Repairs", "60%", "£90", "£160", "94%", "1"],
        ["Catering", "50%", "£10", "£20", "100%", "1"],
        ["None given", "too little known", "£10", "£500", "2%", "1"],
    ]


def test_a_line_of_departments_opens_the_page_of_that_department_by_category():
    make_spending(make_payments({"T1": 10}, department="Housing", category="Repairs"))
    number = Department.objects.get(name="Housing").pk

    line = the_page(breakdown="department").breakdown.lines[0]

    assert line.address == f"?year=2025-26&department={number}"
    inside = the_page(department=str(number), breakdown="department")
    assert inside.breakdown.code == "category"
    assert [filter_.name for filter_ in inside.chosen] == ["Housing"]


def test_a_long_breakdown_shows_its_largest_and_keeps_the_rest_in_the_open_data(client):
    make_spending([payment for n in range(20) for payment in make_payments({"T1": n + 1}, category=f"Kind {n}")])

    table = the_page().breakdown

    assert (len(table.lines), len(table.shown), table.hidden) == (20, 12, 8)
    assert "8 more, smaller, in the CSV and the JSON." in shown(client)
    assert len([row for row in csv_rows(client, {}) if row["table"] == "category" and row["column"] == "local"]) == 20


def test_quarters_stand_in_the_order_of_the_financial_year():
    days = [date(2026, 1, 5), date(2025, 12, 5), date(2025, 4, 5), date(2025, 9, 5)]
    make_spending([payment for day in days for payment in make_payments({"T1": 1}, pay_date=day)])

    assert [(line.code, line.name) for line in the_page(breakdown="quarter").breakdown.lines] == [
        ("1", "April to June 2025"),
        ("2", "July to September 2025"),
        ("3", "October to December 2025"),
        ("4", "January to March 2026"),
    ]


@pytest.mark.parametrize(
    ("breakdown", "line"), [("quarter", "1"), ("kind", "company"), ("department", "Housing"), ("category", "Repairs")]
)
def test_suppliers_are_counted_in_each_part_of_a_breakdown_and_once_however_often_they_are_paid(breakdown, line):
    here = make_payments({"T1": 1, "T5": 1}, department="Housing", category="Repairs")
    again = make_payments({"T1": 1}, department="Housing", category="Repairs")
    make_spending([*here, *again, *make_payments({"U": 1}, pay_date=date(2025, 12, 1))])

    lines = {name: each for each in the_page(breakdown=breakdown).breakdown.lines for name in (each.code, each.name)}

    assert lines[line].figures[4].said == "1"
    assert the_page(breakdown=breakdown, by="suppliers").breakdown.lines[0].figures[2].said == "2"


@pytest.mark.parametrize("breakdown", ["size", "neighbourhood"])
def test_where_nobody_counts_suppliers_the_page_says_so(client, breakdown):
    make_spending(make_payments({"T1": 1}))

    assert "not counted" in shown(client, f"?breakdown={breakdown}&by=suppliers")


def test_proxies_are_called_what_they_are_and_name_their_base():
    make_spending(make_payments({"T1": 30, "T2": 70, "T5": 100}))
    for name, changes in {
        NAMES["T1"]: {"size": "likely_small", "kind": "cic"},
        NAMES["T2"]: {"size": "not_small"},
    }.items():
        supplier = Decision.objects.get(payee__name=name).supplier
        type(supplier).objects.filter(pk=supplier.pk).update(**changes)
    attributing.attribute_all()

    table = the_page().proxies

    assert [[line.code, *(figure.said for figure in line.figures), line.note] for line in table.lines] == [
        ["likely_small", "30%", "£30", "1", "of the £100 paid to suppliers whose size is known"],
        ["size_unknown", "50%", "£100", "1", "of all that is analysed"],
        ["community", "15%", "£30", "1", "of all that is analysed, by legal form"],
    ]
    assert not re.search(r"\bSMEs?\b", str([line.name for line in table.lines]))


def test_what_changed_most_comes_first_whichever_way():
    make_spending(
        [
            *make_payments({"T1": 100, "T5": 5_000}, pay_date=IN_2024, category="Repairs"),
            *make_payments({"T1": 50}, pay_date=IN_2024, category="Catering"),
            *make_payments({"T1": 30, "T5": 5_400}, pay_date=IN_2025, category="Repairs"),
            *make_payments({"T1": 150, "T2": 7}, pay_date=IN_2025, category="Catering"),
        ]
    )

    categories, suppliers = the_page().changes

    assert [[line.name, *(figure.said for figure in line.figures)] for line in categories.lines] == [
        ["Catering", "£50", "£150", "+£100"],
        ["Repairs", "£100", "£30", "−£70"],
    ]
    assert [[line.name, line.note, line.figures[2].said] for line in suppliers.lines] == [
        ["Leeds Paper Plc", "Rest of the UK", "+£400"],
        ["Roebuck Bakery Ltd", "Stevenage", "+£30"],
        ["Hertford Printers Ltd", "Rest of Hertfordshire", "+£7"],
    ]


def test_against_a_year_that_is_not_there_nothing_is_compared():
    make_spending(make_payments({"T1": 100}))

    assert the_page().changes == ()


def test_how_sure_we_are_is_said_by_value_and_by_rows():
    make_spending([*make_payments({"T1": 60, "T5": 20, "U": 10}), redacted(5), redacted(5)])

    table = the_page().sureness

    assert [[line.code, *(figure.said for figure in line.figures)] for line in table.lines] == [
        ["exact_name", "£80", "80%", "2", "40%"],
        ["placed", "£80", "80%", "2", "40%"],
        ["redacted", "£10", "10%", "2", "40%"],
        ["unmatched", "£10", "10%", "1", "20%"],
        ["unknown", "£20", "20%", "3", "60%"],
    ]


def test_the_ten_largest_are_counted_with_names_that_are_not_matched_yet():
    others = [make_payment(payee_raw=f"Firm {n} Ltd", amount_pence=1 * POUND) for n in range(20)]
    make_spending([*others, *make_payments({"T1": 41, "U": 30})])

    # 41 + 30 + eight of the others, of 91.
    assert the_page().concentration.said == "87%"


def make_party_totals(amounts, *, body):
    """Keep what parties were paid, as pence by tier, each under a number of its own."""
    PartyTotal.objects.bulk_create(
        PartyTotal(body=body, party=-number, year_starting=2025, dimension="all", tier=tier, pence=pence, payments=1)
        for number, tiers in enumerate(amounts, start=1)
        for tier, pence in tiers.items()
    )


@pytest.mark.parametrize(
    ("party", "first"),
    [
        pytest.param(dict.fromkeys(Tier, 90), [630, 100], id="less than 200 others in each tier, the most in all"),
        pytest.param({"T1": 1_000, "T5": -950}, [100, 100], id="the largest amount, nearly all of it paid back"),
        pytest.param({"T1": 60, "T5": 41}, [101, 100], id="a penny more than the others"),
    ],
)
def test_the_largest_are_found_however_alike_the_amounts_are(party, first):
    make_party_totals([*({"T5": 100} for _ in range(250)), party], body=make_body())

    found = largest_parties(PartyTotal.objects.all())

    assert found == [*first, *[100] * 8]


def test_the_largest_of_a_few_are_all_of_them():
    make_party_totals([{"T1": 5}, {"T1": -3, "U": 1}], body=make_body())

    assert largest_parties(PartyTotal.objects.all()) == [5, -2]
    assert largest_parties(PartyTotal.objects.none()) == []


def test_grants_stand_apart_from_the_share():
    make_spending(
        [*make_payments({"T1": 10, "T5": 30}), *make_payments({"T1": 500}, category="Grants to voluntary bodies")]
    )

    page = the_page()

    assert page.said.share.said == "25%"
    assert [(line.name, line.figures[0].said) for line in page.grants.lines] == [
        ("Stevenage", "£500"),
        ("All grants", "£500"),
    ]


def test_the_rule_of_what_is_local_is_named_with_its_day_and_whose_proposal_it_is(client):
    make_spending(make_payments({"T1": 10}))

    assert "rule 1, in force from 1 April 2000. The first rule, proposed: to be agreed by the CWB Group." in shown(
        client
    )
    method = client.get("/spending/method/?year=2025-26").text
    assert "Central Bedfordshire (E06000056)" in method
    assert "Other public bodies" in method


@pytest.mark.parametrize(
    ("query", "status"), [("", 200), ("?year=2025-26", 200), ("?year=2025", 404), ("?year=x", 404)]
)
def test_the_method_of_a_year_is_there_without_any_file(client, query, status):
    assert client.get(f"/spending/method/{query}").status_code == status


@pytest.mark.parametrize("tier", Tier)
def test_every_tier_is_a_part_of_the_bar(tier):
    make_spending(make_payments({tier.value: 7}))

    parts = the_page().chart.table.lines[0].figures[1:6]

    assert sum(figure.value for figure in parts) == 7 * POUND


def publish_survey(*answers: tuple[int, int, int]) -> None:
    make_rates()
    surveys.publish(survey=make_closed(*answers), by=an_officer(), at=MONDAY)


def test_what_suppliers_spend_again_is_said_only_from_a_published_survey(client):
    make_spending(make_payments({"T1": 10}))
    assert "spent <strong>" not in shown(client)
    assert client.get("/spending/respend/").status_code == 404

    publish_survey(*[(20_000, 5_000, 4_000)] * 5)

    assert "they spent <strong>45p</strong> again" in shown(client)
    assert "LM3) is 1.68" in shown(client)
    assert "suppliers of Example Council how much" in client.get("/spending/respend/").text


def test_a_survey_with_too_few_answers_says_so_and_no_figure(client):
    make_spending(make_payments({"T1": 10}))

    publish_survey((20_000, 5_000, 4_000))

    assert "too few answered" in shown(client)
    assert "LM3) is" not in shown(client)
