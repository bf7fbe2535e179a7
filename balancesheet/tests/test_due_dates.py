"""When accounts are due: the table, the base rule after it, and what is late on a day."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from balancesheet.actions import load_chart
from balancesheet.models import CouncilAccounts, DueDate, Stage
from balancesheet.pages.due_dates import due
from balancesheet.pages.frozen import published_on_time
from balancesheet.pages.places import place_of
from balancesheet.pages.publication import publication
from balancesheet.tests.make import NOON, make_person
from balancesheet.tests.make_close import freeze
from balancesheet.tests.make_returns import make_ledger_officer

pytestmark = pytest.mark.usefixtures("books")

DRAFT_DUE, AUDITED_DUE = date(2026, 6, 30), date(2027, 1, 31)


def make_accounts(stage, on=date(2026, 6, 30)):
    at = "https://www.example.org/accounts"
    return CouncilAccounts.objects.create(
        year_starting=2025, stage=stage, published_on=on, address=at, added_by=make_person("adds"), added_at=NOON
    )


def late(on, year_starting=2025):
    return publication(place_of("pin-green"), year_starting=year_starting, on=on).late


@pytest.mark.parametrize(
    ("year_starting", "draft", "audited", "inspection_ends"),
    [
        (2023, date(2024, 5, 31), date(2025, 2, 28), date(2024, 7, 12)),
        (2024, date(2025, 6, 30), date(2026, 2, 27), date(2025, 8, 11)),
        # The two examples of the domain reference.
        (2025, date(2026, 6, 30), date(2027, 1, 31), date(2026, 8, 11)),
        (2026, date(2027, 6, 30), date(2027, 11, 30), date(2027, 8, 11)),
        (2027, date(2028, 6, 30), date(2028, 11, 30), date(2028, 8, 11)),
        # After the table: the base rule.
        (2028, date(2029, 5, 31), date(2029, 7, 31), date(2029, 7, 12)),
        (2040, date(2041, 5, 31), date(2041, 7, 31), date(2041, 7, 12)),
    ],
)
def test_each_year_has_the_days_of_the_regulations(year_starting, draft, audited, inspection_ends):
    dates = due(year_starting)

    assert (dates.draft_due, dates.audited_due, dates.inspection_last) == (draft, audited, inspection_ends)
    assert dates.draft_source
    assert dates.audited_source


def test_inspection_starts_on_the_first_working_day_after_the_draft():
    assert due(2025).inspection_first == date(2026, 7, 1)
    # 1 June 2024 was a Saturday.
    assert due(2023).inspection_first == date(2024, 6, 3)


def test_nothing_is_due_of_a_year_from_before_the_table():
    assert due(2022) is None


def test_the_last_row_that_officers_added_for_a_year_counts():
    row = DueDate.objects.get(year_starting=2025)
    later = {"draft_due": date(2026, 7, 15), "audited_due": date(2027, 2, 28)}
    DueDate.objects.create(year_starting=2025, draft_source="New rules", audited_source="New rules", **later)

    assert due(2025).draft_due == date(2026, 7, 15)
    assert DueDate.objects.get(pk=row.pk).draft_due == DRAFT_DUE
    assert load_chart()["due dates"] == 0


@pytest.mark.parametrize("table", ["balancesheet_duedate", "balancesheet_councilaccounts"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET year_starting = 2020", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_was_due_and_published_is_never_changed(table, sql):
    make_accounts(Stage.DRAFT)
    # What waits for the end of the transaction would be in the way of TRUNCATE.
    connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


@pytest.mark.parametrize(
    "wrong",
    [
        {"draft_due": date(2025, 12, 31)},
        {"audited_due": date(2026, 6, 29)},
        {"draft_source": ""},
    ],
)
def test_due_dates_that_cannot_be_are_refused(wrong):
    right = {"draft_due": DRAFT_DUE, "audited_due": AUDITED_DUE, "draft_source": "A", "audited_source": "B"}
    with pytest.raises(IntegrityError), transaction.atomic():
        DueDate.objects.create(year_starting=2025, **{**right, **wrong})


def test_nothing_is_late_on_the_very_day_that_it_is_due():
    assert late(DRAFT_DUE) == ()
    assert len(late(date(2026, 7, 1))) == 2


def test_drafts_that_are_late_are_said_to_be_until_they_are_out():
    assert any("draft accounts were due by 30 June 2026" in sentence for sentence in late(date(2026, 7, 1)))
    make_accounts(Stage.DRAFT)

    assert not any("draft accounts" in sentence for sentence in late(date(2026, 7, 1)))


def test_audited_accounts_that_are_late_name_the_notice_where_there_is_one():
    make_accounts(Stage.DRAFT)
    assert not any("audited" in sentence for sentence in late(AUDITED_DUE))
    assert any(sentence.endswith("and are not on record here.") for sentence in late(date(2027, 2, 1)))
    make_accounts(Stage.NOTICE)
    assert any("the audit is not finished, as its notice says" in sentence for sentence in late(date(2027, 2, 1)))

    make_accounts(Stage.AUDITED)
    assert not any("audited" in sentence for sentence in late(date(2027, 2, 1)))


def test_a_statement_goes_from_open_over_closed_to_published(client):
    def state():
        return publication(place_of("pin-green"), year_starting=2025, on=DRAFT_DUE).state.value

    assert state() == "Open"
    freeze(year_starting=2024)
    freeze(year_starting=2025)
    assert state() == "Closed"
    make_accounts(Stage.DRAFT)
    assert state() == "Published with the draft accounts"
    make_accounts(Stage.AUDITED)
    assert state() == "Published with the audited accounts"
    page = client.get("/balance-sheet/pin-green/2025-26/").content.decode()
    assert 'href="https://www.example.org/accounts">Audited accounts, 30 June 2026</a>' in page


def test_neighbourhoods_frozen_by_the_day_are_on_time_and_the_whole_town_is_not_counted():
    assert published_on_time(2024) == (0, 2)
    at_midnight = NOON.replace(year=2025, month=6, day=30, hour=22, minute=59)
    freeze("N1", at=at_midnight)
    assert published_on_time(2024) == (1, 2)
    # 23:00 UTC is 1 July in British Summer Time.
    freeze("N2", at=at_midnight.replace(hour=23, minute=0))
    freeze("TOWN", at=at_midnight)

    assert published_on_time(2024) == (1, 2)
    assert published_on_time(2022) == (0, 0)


# -- on the desk -----------------------------------------------------------------------


@pytest.fixture
def officer(client):
    """A client that is signed in as a ledger officer."""
    client.force_login(make_ledger_officer("adds"))
    return client


DUE = {
    "year_starting": "2028",
    "draft_due": "30/06/2029",
    "draft_source": "New rules",
    "audited_due": "30/11/2029",
    "audited_source": "New rules",
}
PUBLISHED = {
    "year_starting": "2025",
    "stage": "draft",
    "published_on": "30/06/2026",
    "address": "https://example.org/a",
}


def test_an_officer_adds_a_due_date_and_what_the_council_published_in_their_own_name(officer):
    assert officer.post("/admin/balancesheet/duedate/add/", DUE).status_code == 302
    assert officer.post("/admin/balancesheet/councilaccounts/add/", PUBLISHED).status_code == 302

    assert due(2028).draft_due == date(2029, 6, 30)
    added = (DueDate.objects.get(year_starting=2028), CouncilAccounts.objects.get())
    assert [row.added_by.username for row in added] == ["adds", "adds"]
    assert officer.get(f"/admin/balancesheet/duedate/{added[0].pk}/change/").status_code == 200
    assert officer.post(f"/admin/balancesheet/duedate/{added[0].pk}/change/", DUE).status_code == 403


@pytest.mark.parametrize(
    ("part", "typed", "fault"),
    [
        ("duedate", {**DUE, "draft_due": "30/06/2028"}, "Enter a day in the year that the financial year ends in"),
        ("duedate", {**DUE, "audited_due": "29/06/2029"}, "Enter the day on which the draft is due, or a later one"),
        ("duedate", {**DUE, "year_starting": "28"}, "Enter a year from 2020 to 2100"),
        ("duedate", {**DUE, "draft_source": " "}, "This field is required"),
        ("councilaccounts", {**PUBLISHED, "address": "http://example.org"}, "begins with https://"),
        ("councilaccounts", {**PUBLISHED, "published_on": "31/12/2025"}, "Enter a day in the year that"),
        ("councilaccounts", {**PUBLISHED, "stage": "final"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_not_added_and_says_what_to_do(officer, part, typed, fault):
    page = officer.post(f"/admin/balancesheet/{part}/add/", typed)

    assert page.status_code == 200
    assert fault in page.content.decode()


def test_only_ledger_officers_add(officer):
    officer.get("/admin/")
    make_person("adds").groups.clear()

    assert officer.get("/admin/balancesheet/duedate/add/").status_code == 403
