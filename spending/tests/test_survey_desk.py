"""Officers run a survey on the desk: make it, write to suppliers, enter answers, close, publish."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from spending.models import Survey, SurveyReply, ThirdRoundRates
from spending.tests.make import make_officer
from spending.tests.make_survey import (
    YEAR,
    first_asked,
    make_closed,
    make_draft,
    make_open,
    make_paid,
    make_rates,
    make_reply,
)
from stevenage_cwb.common.models import OutboxMessage

pytestmark = pytest.mark.django_db

ADD = "/admin/spending/survey/add/"
ANSWERS = {"answered_in": "pounds", "staff": "250", "suppliers": "200", "basis": "estimate"}


@pytest.fixture
def desk(client):
    """A browser in which a data officer is signed in."""
    client.force_login(make_officer("data"))
    return client


def address_of(survey: Survey) -> str:
    return reverse("admin:spending_survey_change", args=[survey.pk])


def enter_address(survey: Survey) -> str:
    return reverse("admin:spending_survey_enter", args=[survey.pk, first_asked(survey).pk])


def press(desk, survey, act, **fields) -> str:
    """Press a button of a survey's page. Returns what the officer is told."""
    response = desk.post(address_of(survey), {"act": act, **fields})
    survey.refresh_from_db()
    *_, newest = get_messages(response.wsgi_request)
    return str(newest)


def closes_in(days: int) -> dict[str, str]:
    return {"closes_on": f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"}


def test_a_survey_is_made_of_the_largest_suppliers_of_a_year(desk):
    for pounds in (100, 300, 200):
        body = make_paid(pounds) and Survey._meta.get_field("body").related_model.objects.get()
    response = desk.post(ADD, {"of": f"{body.pk}-{YEAR}", "largest": "2", **closes_in(30)})

    survey = Survey.objects.get()
    assert response.url == address_of(survey)
    assert [asked.contract_pence for asked in survey.asked.all()] == [30_000, 20_000]
    assert survey.made_by.username == "data"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"of": ""}, "Select whose payments of which year"),
        ({"of": "1-1999"}, "from the list"),
        ({"largest": "0"}, "1 supplier or more"),
        ({"largest": "301"}, "300 suppliers or fewer"),
        ({"largest": "some"}, "must be a whole number"),
        (closes_in(0), "must be in the future"),
        (closes_in(184), "within 6 months"),
        ({"closes_on": "32/3/2099"}, "must be a real date"),
        ({"closes_on": ""}, "Enter the last day for answers"),
    ],
)
def test_a_survey_that_cannot_be_is_not_made_and_it_is_said_why(desk, change, said):
    survey = make_draft(100)
    asked = {"of": f"{survey.body_id}-{YEAR}", "largest": "2", **closes_in(30)}
    response = desk.post(ADD, {**asked, **change})

    assert said in response.content.decode()
    assert response.status_code == 422
    assert Survey.objects.count() == 1


def test_a_year_that_is_not_over_cannot_be_asked_about(desk):
    make_paid(100, year=timezone.localdate().year)
    make_paid(100, year=YEAR)

    page = desk.get(ADD).content.decode()

    assert f"Example Council, {YEAR}-{(YEAR + 1) % 100}" in page
    assert page.count("<option") == 1


def test_addresses_are_kept_whatever_button_is_pressed(desk):
    survey = make_draft(100)
    said = press(desk, survey, "open", **{f"email-{first_asked(survey).pk}": "accounts@example.org"})

    assert said == "The survey is open. Letters on their way: 1."
    assert OutboxMessage.objects.get().to == "accounts@example.org"


def test_a_wrong_address_stops_the_button_keeps_the_right_ones_and_stays_on_the_page(desk):
    survey = make_draft(200, 100)
    right, wrong = survey.asked.all()
    fields = {f"email-{right.pk}": "right@example.org", f"email-{wrong.pk}": "wrong at example"}
    response = desk.post(address_of(survey), {"act": "open", **fields})

    survey.refresh_from_db()
    assert response.status_code == 422
    assert 'value="wrong at example"' in response.content.decode()
    assert sorted(survey.asked.values_list("email", flat=True)) == ["", "right@example.org"]
    assert survey.is_draft


def test_a_supplier_is_found_by_its_name_added_and_taken_out(desk):
    survey = make_draft(100)
    bakery = make_paid(5, name="Roebuck Bakery Ltd")
    page = desk.get(address_of(survey), {"q": "bakery"}).content.decode()
    press(desk, survey, f"add:{bakery.pk}")
    added = survey.asked.get(supplier=bakery)
    press(desk, survey, f"remove:{added.pk}")

    assert f'value="add:{bakery.pk}"' in page
    assert added.is_chosen
    assert survey.asked.count() == 1


@pytest.mark.parametrize("act", ["search", "add:0"])
def test_addresses_that_were_typed_are_kept_by_a_search_and_an_addition(desk, act):
    survey = make_draft(100)
    typed = f"email-{first_asked(survey).pk}"

    page = desk.post(address_of(survey), {"act": act, typed: "a@example.com", "q": "Bedwell & Co"}, follow=True)
    assert first_asked(survey).email == "a@example.com"
    assert 'value="Bedwell &amp; Co"' in page.text

    page = desk.post(address_of(survey), {"act": act, typed: "no address", "q": "Bedwell"})
    assert (page.status_code, first_asked(survey).email) == (422, "a@example.com")
    assert 'value="no address"' in page.text
    assert 'value="Bedwell"' in page.text


@pytest.mark.parametrize("q", ["zither", "\0", "%"])
def test_a_search_that_finds_nobody_says_so(desk, q):
    assert 'value="add:' not in desk.get(address_of(make_draft(100)), {"q": q}).content.decode()


def test_answers_on_paper_are_entered_in_the_officers_name(desk):
    survey = make_open(1_000)
    desk.post(enter_address(survey), ANSWERS)

    reply = SurveyReply.objects.get()
    assert (reply.staff_pence, reply.entered_by.username) == (25_000, "data")
    assert "entered by data" in desk.get(address_of(survey)).content.decode()


def test_answers_that_cannot_be_right_are_not_entered(desk):
    response = desk.post(enter_address(make_open(1_000)), {**ANSWERS, "staff": "many"})

    assert response.status_code == 422
    assert "must be a number" in response.content.decode()
    assert not SurveyReply.objects.exists()


def test_a_survey_goes_through_its_states_and_comes_back(desk):
    make_rates()
    survey = make_open(*[1_000] * 5)
    for asked in survey.asked.all():
        make_reply(asked, staff=450)
    said = [press(desk, survey, act) for act in ("remind", "close", "publish", "withdraw")]

    assert said == [
        "Reminders on their way: 0.",
        "The survey is closed.",
        "What came of the survey is public.",
        "The survey is not public any more.",
    ]


@pytest.mark.parametrize("act", ["open", "write", "remind", "close", "add:1", "remove:1"])
def test_what_a_closed_survey_cannot_do_is_said_and_not_done(desk, act):
    survey = make_closed((1_000, 1, 1))
    before = Survey.objects.values().get()

    assert "the survey has moved on" in press(desk, survey, act)
    assert Survey.objects.values().get() == before


def test_publishing_without_rates_says_what_is_missing(desk):
    survey = make_closed(*[(1_000, 200, 200)] * 5)

    assert "Add rates for the third round" in press(desk, survey, "publish")
    assert "Add rates for the third round" in desk.get(address_of(survey)).content.decode()
    assert survey.published_at is None


def test_before_publishing_an_officer_sees_what_everybody_would(desk):
    make_rates()
    page = desk.get(address_of(make_closed(*[(1_000, 250, 200)] * 5))).content.decode()

    assert "What publishing would show" in page
    assert "<strong>45p</strong>" in page


def test_rates_are_added_with_their_source_and_never_edited(desk):
    make_rates()
    fields = {f"{whose}{which}_percent": "50" for whose in ("staff", "suppliers") for which in ("_low", "", "_high")}
    desk.post("/admin/spending/thirdroundrates/add/", {**fields, "as_at": "2026-10-01", "source": "A study"})
    page = desk.get("/admin/spending/thirdroundrates/").content.decode()

    assert "A study" in page
    first = desk.get(f"/admin/spending/thirdroundrates/{ThirdRoundRates.objects.last().pk}/change/").content.decode()
    assert "A worked example" in first
    assert 'name="source"' not in first


@pytest.mark.parametrize("count", [1, 30])
def test_a_surveys_page_costs_as_much_for_thirty_suppliers_as_for_one(desk, django_assert_num_queries, count):
    survey = make_open(*[100] * count)
    for asked in survey.asked.all():
        make_reply(asked)

    with django_assert_num_queries(11):
        desk.get(address_of(survey))


@pytest.mark.parametrize("group", ["Viewer", "Moderator", "Lead officer"])
def test_officers_of_other_groups_see_no_survey_and_no_address(client, group):
    survey = make_open(100)
    client.force_login(make_officer("other", group=group))

    for address in (ADD, address_of(survey), enter_address(survey), "/admin/spending/survey/"):
        assert client.get(address).status_code == 403
        assert client.post(address, {"act": "close"}).status_code == 403
    survey.refresh_from_db()
    assert survey.is_open


@pytest.mark.parametrize("key", ["0", "999999", "9" * 30, "x"])
def test_a_survey_that_is_not_there_is_not_found(desk, key):
    assert desk.get(f"/admin/spending/survey/{key}/change/").status_code == 404


def test_another_surveys_supplier_is_not_entered_here(desk):
    one, other = make_open(100), make_open(200)

    address = reverse("admin:spending_survey_enter", args=[one.pk, first_asked(other).pk])
    assert desk.get(address).status_code == 404
