"""The sentence of the local share: what it says, when it says nothing, of whom and of when."""

import re
from datetime import date

import pytest

from spending.pages.share import Look, NoSuchPage, SharePage, headline
from spending.pages.share.look import switches
from spending.tests.make_known import (
    make_body,
    make_file,
    make_payment,
)
from spending.tests.make_share import (
    IN_2024,
    IN_2025,
    POUND,
    TODAY,
    WORKED,
    make_payments,
    make_spending,
    redacted,
    shown,
    the_page,
)
from stevenage_cwb.common.figures import Marker

pytestmark = pytest.mark.django_db


def said(page: SharePage) -> str:
    return str(page.answer)


# -- the sentence ---------------------------------------------------------------------------------


def test_the_worked_example_is_what_the_page_says():
    make_spending(make_payments(WORKED))

    page = the_page(year="2025-26")

    assert said(page) == (
        "In 2025 to 2026 up to 15 June 2025, 20% of the £900,000 we could place was spent with suppliers in Stevenage; "
        "10% of the money could not be placed."
    )
    assert str(page.bounds) == (
        "Whatever the rest turns out to be, of all £1.0 million analysed at least 18% and at most 28% was spent with "
        "suppliers in Stevenage."
    )
    assert page.said.coverage.said == "90%"
    county = the_page(local="county")
    assert (county.said.share.said, county.said.leakage.said) == ("49%", "51%")


@pytest.mark.parametrize(
    ("asked", "share", "whole"),
    [
        ({"local": "borough"}, "20%", "£900,000"),
        ({"local": "county"}, "49%", "£900,000"),
        ({"local": "bordering"}, "67%", "£900,000"),
        ({"local": "region"}, "78%", "£900,000"),
        ({"of": "analysed"}, "18%", "£1,000,000"),
        ({"of": "files"}, "16%", "£1,100,000"),
        ({"by": "payments"}, "17%", "6"),
        ({"by": "payments", "of": "files"}, "12%", "8"),
        ({"by": "suppliers"}, "17%", "6"),
        ({"by": "suppliers", "of": "analysed"}, "14%", "7"),
    ],
)
def test_each_switch_changes_what_the_share_is_of(asked, share, whole):
    make_spending(
        [*make_payments(WORKED), make_payment(payee_raw="HM Revenue & Customs", amount_pence=100_000 * POUND)]
    )

    page = the_page(**asked)

    assert (page.said.share.said, page.said.whole.said) == (share, whole)


def test_over_a_thousand_payments_the_share_has_a_decimal():
    payments = make_payments({"T1": 1, "T5": 2})
    make_spending([payment for _ in range(500) for payment in make_payments({"T1": 1, "T5": 2})] + payments[:1])

    assert the_page().said.share.said == "33.4%"  # 501 of 1,501


def test_a_branch_is_local_or_not_as_the_switch_says():
    make_spending(make_payments({"T1": 100, "T5": 300}), is_branch=True)

    assert the_page().said.share.said == "25%"
    without = the_page(branches="out")
    assert without.said.share.said == "0%"
    assert "branches of firms from elsewhere not counted" in said(without)
    assert without.tiers.figure("T1-branches", "pence").said == "£100"


def test_a_year_that_reaches_its_last_week_is_over():
    make_spending([*make_payments({"T1": 100}), *make_payments({"T5": 100}, pay_date=date(2026, 3, 24))])

    assert the_page().until is None


def test_a_year_without_payments_of_its_last_week_is_not_over_and_says_so():
    make_spending([*make_payments({"T1": 100}), *make_payments({"T5": 100}, pay_date=date(2026, 3, 23))])

    assert said(the_page()).startswith("In 2025 to 2026 up to 23 March 2026, ")


def test_quarters_without_any_payment_are_named_but_not_those_to_come():
    days = [date(2025, 4, 1), date(2025, 10, 1)]
    make_spending([payment for day in days for payment in make_payments({"T1": 100}, pay_date=day)])

    assert the_page().gaps == ("July to September 2025",)


def test_where_everything_has_a_place_no_bounds_are_needed():
    make_spending(make_payments({"T1": 100, "T5": 300}))

    page = the_page()

    assert page.bounds is None
    assert said(page).endswith("all of the money could be placed.")


# -- when there is no share -------------------------------------------------------------------------


def test_under_80_percent_coverage_no_share_is_said_but_what_is_missing(client):
    make_spending([*make_payments({"T1": 500, "T5": 100, "U": 151}), redacted(50)])

    page = the_page()
    html = shown(client)

    assert page.said.share.marker == Marker.TOO_LITTLE_KNOWN
    assert "only 75% of the £801 analysed could be placed. We publish no share under 80%." in said(page)
    assert [(line.name, line.figures[0].said) for line in page.missing] == [
        ("We do not know yet who it is", "£151"),
        ("The payee is redacted", "£50"),
    ]
    assert page.bounds is None
    assert headline(on=TODAY) is None
    assert "83" not in re.sub(r"<[^>]+>|&#x?\w+;", "", html.split("<main")[1])  # £500 of £600


def test_at_80_percent_a_share_is_said():
    make_spending(make_payments({"T1": 20, "T5": 60, "U": 20}))

    assert the_page().said.share.said == "25%"


def test_a_tier_below_nothing_has_pounds_and_no_percentage():
    make_spending(make_payments({"T1": -5, "T2": 40, "T5": 100}))

    page = the_page()

    assert page.tiers.figure("T1", "pence").said == "−£5"
    assert page.tiers.figure("T1", "share").said == "not available"
    assert page.said.share.said == "not available"
    assert "credits come to more than payments" in said(page)
    assert page.chart.drawing.parts == ()
    assert the_page(local="county").said.share.said == "26%"  # 35 of 135


def test_an_enormous_line_and_its_reversal_leave_no_trace():
    make_spending(make_payments({"T1": 1_000_000, "T5": 3_000_000}))
    make_file(make_payments({"T5": 31_000_000_000}) + make_payments({"T5": -31_000_000_000}))
    make_spending([])

    page = the_page()

    assert page.said.share.said == "25%"
    assert page.tiers.figure("T5", "pence").said == "£3,000,000"
    assert page.tiers.figure("T5", "payments").said == "3"


def test_an_enormous_line_is_said_in_billions_and_what_it_dwarfs_is_not_nothing():
    make_spending(make_payments({"T1": 1_000_000, "T5": 31_000_000_000}))

    assert "under 0.5% of the £31.0 billion" in said(the_page())


def test_before_a_file_is_accepted_the_page_says_so_and_there_is_nothing_to_download(client):
    make_file(make_payments({"T1": 100}), is_accepted=False)

    assert "No spending is published yet" in shown(client)
    assert [client.get(f"/spending/share.{ending}").status_code for ending in ("csv", "json", "svg")] == [404] * 3
    assert headline(on=TODAY) is None


def test_of_payments_without_a_date_there_is_no_share_and_no_chart(client):
    make_spending(make_payments({"T1": 100}, pay_date=None))

    page = the_page()

    assert said(page) == "In 2026 to 2027, nothing is analysed."
    assert page.bridge.figure("undated", "pence").said == "£100.00"
    assert shown(client)
    assert client.get("/spending/share.svg").status_code == 404


def test_what_is_all_redacted_has_a_page_of_its_own(client):
    make_spending([redacted(450)])

    assert "only 0% of the £450 analysed could be placed" in said(the_page())
    assert shown(client)


@pytest.mark.parametrize(
    "asked",
    [{"year": "2025"}, {"year": "2025-27"}, {"body": "999"}, {"body": "x"}, {"body": "9" * 30}],
)
def test_a_body_or_year_that_cannot_be_is_not_found(client, asked):
    make_spending(make_payments({"T1": 100}))

    with pytest.raises(NoSuchPage):
        the_page(**asked)
    assert client.get("/spending/", asked).status_code == 404


@pytest.mark.parametrize("value", ["999", "'; --", "9" * 30, "\0", "none"])
def test_a_department_that_is_not_there_is_said_not_to_be_there(client, value):
    make_spending(make_payments({"T1": 100}, department="Housing"))

    response = client.get("/spending/", {"department": value})

    assert response.status_code == 200
    assert ("there is no" in response.text) == (value not in {"none", "\0"})


# -- whose and when ----------------------------------------------------------------------------------


def test_the_council_s_own_files_come_first_whoever_has_more():
    make_spending(make_payments({"T1": 100, "T2": 100, "T5": 100}), body=make_body("Another Council"))
    make_spending(make_payments({"T1": 100}), body=make_body("Stevenage Borough Council"))

    page = the_page()

    assert page.body.name == "Stevenage Borough Council"
    assert [option.name for option in page.bodies] == ["Another Council", "Stevenage Borough Council"]


def test_without_files_of_the_council_s_own_the_body_with_most_payments_comes_first():
    make_spending(make_payments({"T1": 100}), body=make_body("A Council"))
    make_spending(make_payments({"T1": 100, "T5": 300}), body=make_body("B Council"))

    assert the_page().body.name == "B Council"


def test_one_body_s_money_is_in_no_other_body_s_share():
    first = make_spending(make_payments({"T1": 100}), body=make_body("A Council"))
    second = make_spending(make_payments({"T5": 300}), body=make_body("B Council"))

    assert the_page(body=str(first.pk)).said.share.said == "100%"
    assert the_page(body=str(second.pk)).said.share.said == "0%"


def test_the_latest_year_is_shown_and_the_others_can_be_chosen():
    make_spending([*make_payments({"T1": 100}, pay_date=IN_2024), *make_payments({"T5": 100}, pay_date=IN_2025)])

    page = the_page()

    assert [(option.name, option.is_on) for option in page.years] == [
        ("2025 to 2026 so far", True),
        ("2024 to 2025", False),
    ]
    assert the_page(year="2024-25").said.share.said == "100%"


def test_a_year_that_is_not_over_is_called_so_wherever_it_stands_beside_others(client):
    make_spending([*make_payments({"T1": 100}, pay_date=IN_2024), *make_payments({"T1": 50}, pay_date=IN_2025)])

    page = the_page()

    assert [line.name for line in page.chart.table.lines] == ["2025 to 2026 so far", "2024 to 2025"]
    assert "latest £50, down £50 on 2024 to 2025" in page.chart.description
    assert {table.columns[1].name for table in page.changes} == {"2025 to 2026 so far"}
    assert the_page(year="2024-25").until is None


@pytest.mark.parametrize(
    ("before", "after", "day", "title"),
    [
        ({"T1": 1, "T5": 3}, {"T1": 2, "T5": 2}, date(2026, 3, 31), "rose from 25% to 50%"),
        ({"T1": 2, "T5": 2}, {"T1": 1, "T5": 3}, date(2026, 3, 31), "fell from 50% to 25%"),
        ({"T1": 1, "T5": 3}, {"T1": 2, "T5": 6}, date(2026, 3, 31), "stayed at 25%"),
        ({"T1": 1, "T5": 3}, {"T1": 2, "T5": 2}, IN_2025, "is 50% so far, after 25% in 2024 to 2025"),
        ({"U": 1}, {"T1": 2, "T5": 2}, date(2026, 3, 31), "was 50% in 2025 to 2026"),
        ({"T1": 1}, {"U": 2}, date(2026, 3, 31), "cannot be said for 2025 to 2026"),
    ],
)
def test_the_chart_s_title_says_how_the_share_changed(before, after, day, title):
    make_spending([*make_payments(before, pay_date=IN_2024), *make_payments(after, pay_date=day)])

    assert the_page().chart.title == f"The share spent in Stevenage {title}"


def test_the_31st_of_march_and_the_1st_of_april_are_two_years():
    make_spending(
        [*make_payments({"T1": 1}, pay_date=date(2025, 3, 31)), *make_payments({"T1": 2}, pay_date=date(2025, 4, 1))]
    )

    assert the_page(year="2024-25").said.local.said == "£1"
    assert the_page(year="2025-26").said.local.said == "£2"


# -- what can be asked --------------------------------------------------------------------------------


def test_a_switch_put_where_it_has_no_position_stands_at_its_first():
    assert Look.asked({"local": "mars", "of": "", "by": "weight", "branches": "maybe", "breakdown": "x"}) == Look()


def test_what_stands_unasked_is_not_in_the_address():
    assert Look().query() == ""
    assert Look(local="county").query(year="2025-26") == "?year=2025-26&local=county"


@pytest.mark.parametrize(
    ("asked", "possible"),
    [
        ({"by": "suppliers", "of": "files", "branches": "out"}, Look(by="suppliers")),
        ({"by": "suppliers", "of": "analysed"}, Look(by="suppliers", of="analysed")),
        (
            {"by": "suppliers", "department": "1", "category": "2", "breakdown": "kind"},
            Look(department="1", category="2", breakdown="kind"),
        ),
        ({"category": "2"}, Look(category="2", breakdown="department")),
        ({"department": "1", "category": "2"}, Look(department="1", category="2", breakdown="kind")),
    ],
)
def test_what_cannot_be_counted_is_counted_another_way(asked, possible):
    assert Look.asked(asked) == possible


def test_only_what_can_be_counted_is_offered():
    offered = {switch.name: [option.name for option in switch.options] for switch in switches(Look(by="suppliers"))}

    assert offered["Share of"] == ["What we could place", "All that is analysed"]
    assert "Branches of firms from elsewhere" not in offered
    assert offered["Counted by"] == ["Pounds", "Payments", "Suppliers"]


def test_each_position_leads_to_where_it_stands():
    for switch in switches(Look(of="files")):
        for option in switch.options:
            query = dict(part.split("=") for part in option.query.removeprefix("?").split("&") if part)
            moved = {each.name: each for each in switches(Look.asked(query))}[switch.name]
            assert [each.name for each in moved.options if each.is_on] == [option.name]
