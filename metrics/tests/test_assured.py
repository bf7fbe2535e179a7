"""Figures and the CWB Group: G05 and G06, what a metric's page says of a verdict, and what the working group sees."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Permission

from assurance.models import Outcome
from assurance.tests.make import make_finding, make_officer, make_verdict
from balancesheet.tests.make import make_books
from balancesheet.tests.make_close import freeze
from metrics.figures import FEEDS, Records
from metrics.models import Marker, Period
from metrics.pages.assured import changed_since, subject_of
from metrics.tests.make import YEAR, make_catalogue, make_observation

DIGEST, ANOTHER = "c" * 64, "d" * 64
TODAY = date(2026, 11, 16)

pytestmark = pytest.mark.django_db


def fed(code, year, *, today=TODAY):
    (found,) = FEEDS[code](Records(today=today), Period.year(year))
    return found


def seen(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def figure():
    make_catalogue()
    return make_observation("T07", 12, inputs_digest=DIGEST)


def sign_in(client, group, *more):
    officer = make_officer("member", group=group)
    officer.user_permissions.set(Permission.objects.filter(codename__in=more))
    client.force_login(officer)
    return officer


def test_g05_is_the_validated_of_the_submitted_with_a_caveat_or_without():
    make_verdict(make_finding("a"))
    make_verdict(make_finding("b"), Outcome.WITH_CAVEAT, caveat="But.")
    make_verdict(make_finding("c"), Outcome.NOT_VALIDATED, caveat="A file is missing.")
    make_finding("d")

    found = fed("G05", 2026)

    assert (found.numerator, found.denominator) == (2, 4)


def test_g05_opens_the_findings_that_it_counts(client):
    make_verdict(make_finding("a"))
    make_finding("b")

    found = fed("G05", 2026)

    assert seen(client, found.rows).count("<article") == found.numerator
    assert seen(client, found.whole_rows).count("<article") == found.denominator


def test_g05_of_a_year_without_findings_is_not_nought():
    make_finding()

    assert (fed("G05", 2025).marker, fed("G05", 2025).numerator) == (Marker.NOT_AVAILABLE, None)


@pytest.mark.parametrize(
    ("today", "numerator", "note"),
    [
        (date(2025, 6, 30), None, "None is due yet"),
        (date(2025, 7, 1), 1, ""),
    ],
)
def test_g06_is_the_balance_sheets_out_by_the_day_once_that_day_is_over(one_frozen, today, numerator, note):
    found = fed("G06", 2024, today=today)

    assert (found.numerator, found.note) == (numerator, note)


def test_the_page_says_that_a_figure_was_not_put_to_the_group(client, figure):
    assert "Not yet put to the CWB Group" in seen(client, "/metrics/T07/")


def test_the_page_says_what_the_group_decided_until_the_figure_changes(client, figure):
    make_verdict(make_finding(subject_of("T07", YEAR), digest=DIGEST), Outcome.WITH_CAVEAT, caveat="Two are not sure.")
    page = seen(client, "/metrics/T07/")
    assert "Validated by the CWB Group, with a caveat" in page
    assert "Two are not sure." in page
    assert changed_since() == 0

    make_observation("T07", 13, inputs_digest=ANOTHER)

    assert "Changed since it was put to the CWB Group" in seen(client, "/metrics/T07/")
    assert changed_since() == 1


def test_a_neighbourhoods_figure_is_another_finding_than_the_boroughs():
    assert subject_of("T07", YEAR, "bedwell") == "metrics:T07:2025-26:bedwell"
    assert subject_of("T07", YEAR) == "metrics:T07:2025-26"


def test_everybody_gets_the_overview_without_the_strip_and_members_with_it_and_not_kept(client, figure):
    public = client.get("/metrics/")
    sign_in(client, "CWB Group")
    make_finding()
    member = client.get("/metrics/")

    assert b"For the working group" not in public.content
    assert "no-store" not in public.headers.get("Cache-Control", "")
    assert b"<b>1</b> finding awaits a verdict" in member.content
    assert "no-store" in member.headers["Cache-Control"]
    assert "Cookie" in public.headers["Vary"]
    assert "Cookie" in member.headers["Vary"]


def test_an_officer_of_neither_group_sees_no_strip(client, figure):
    sign_in(client, "Moderator")

    assert b"For the working group" not in client.get("/metrics/").content


def test_the_strip_names_only_what_the_officer_can_see_to_and_every_page_of_it_opens(client, figure):
    sign_in(client, "CWB Group", "import_spending", "match_suppliers", "check_return", "view_return", "view_importnote")

    strip = seen(client, "/metrics/").partition("For the working group")[2].partition("</section>")[0]

    addresses = [each.partition('"')[0] for each in strip.split('href="')[1:]]
    assert len(addresses) == 5
    assert "overdue" not in strip
    for address in addresses:
        seen(client, address)


def test_a_steward_is_led_from_a_figure_to_where_it_is_put_to_the_group(client, figure):
    assert "Put this figure to the Group" not in seen(client, "/metrics/T07/")
    sign_in(client, "Metric steward")

    address = seen(client, "/metrics/T07/").partition('">Put this figure')[0].rpartition('href="')[2]

    form = seen(client, address.replace("&amp;", "&"))
    assert DIGEST in form
    assert "metrics:T07:2025-26" in form


@pytest.fixture
def one_frozen():
    make_books(2024, 2025, 2026)
    freeze("N1", at=datetime(2025, 6, 30, 12, 0, tzinfo=UTC))
