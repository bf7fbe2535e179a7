"""The survey by the link of a letter: its questions, what keeps them right, and what nobody else may learn."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from spending.actions import surveys
from spending.actions.survey_letters import token_of
from spending.models import SurveyReply
from spending.tests.make import MONDAY
from spending.tests.make_survey import an_officer, first_asked, make_draft, make_open, make_paid, make_reply, pence
from spending.views.survey import SENDS_PER_MINUTE
from stevenage_cwb.common.models import Attempt

pytestmark = pytest.mark.django_db

ANSWERS = {"answered_in": "pounds", "staff": "250", "suppliers": "200", "basis": "records"}


def address_of(survey, *, thanks=False):
    return reverse("spending:survey_thanks" if thanks else "spending:survey", args=[token_of(first_asked(survey))])


@pytest.fixture
def survey():
    make_paid(1_000, name="Roebuck Bakery Ltd")
    return make_open(1)


@pytest.fixture
def address(survey):
    return address_of(survey)


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_the_page_says_what_was_paid_and_asks_without_any_account(client, address):
    page = client.get(address).content.decode()

    assert "Roebuck Bakery Ltd" in page
    assert "£1,000.00" in page
    assert "From 1 April 2025 to 31 March 2026" in page
    assert "until 14 December 2026" in page
    assert page.count("<fieldset") == 2


def test_answers_are_kept_and_shown_and_can_be_corrected(client, address):
    shown = client.post(address, ANSWERS, follow=True)
    again = client.get(address)
    client.post(address, {**ANSWERS, "staff": "260"})

    assert "Thank you for your answers" in shown.content.decode()
    assert "£250.00" in shown.content.decode()
    assert 'value="250"' in again.content.decode()
    assert list(SurveyReply.objects.values_list("staff_pence", flat=True)) == [pence(260), pence(250)]


def test_a_double_click_answers_once(client, address):
    for _ in range(2):
        assert client.post(address, ANSWERS).status_code == 302

    assert SurveyReply.objects.count() == 1


@pytest.mark.parametrize(
    ("answered_in", "staff", "suppliers", "staff_pence", "suppliers_pence"),
    [
        ("pounds", "250", "200", 25_000, 20_000),
        ("pounds", "£1,000.00", "0", 100_000, 0),
        ("pounds", " 999.99 ", "0.01", 99_999, 1),
        ("pounds", "0", "0", 0, 0),
        ("percent", "25", "20%", 25_000, 20_000),
        ("percent", "12.5", "87.5", 12_500, 87_500),
        ("percent", "100", "0", 100_000, 0),
    ],
)
def test_numbers_are_read_the_way_people_write_them(
    client, address, answered_in, staff, suppliers, staff_pence, suppliers_pence
):
    client.post(address, {**ANSWERS, "answered_in": answered_in, "staff": staff, "suppliers": suppliers})

    reply = SurveyReply.objects.get()
    assert (reply.staff_pence, reply.suppliers_pence) == (staff_pence, suppliers_pence)
    assert (reply.staff_as_written, reply.suppliers_as_written) == (staff.strip(), suppliers.strip())


def test_two_parts_of_a_hundred_percent_are_never_more_than_was_paid(client):
    asked = first_asked(make_open(1))
    address = reverse("spending:survey", args=[token_of(asked)])

    # 33.33% and 66.67% of 100 pence are 33.33 and 66.67 pence.
    client.post(address, {**ANSWERS, "answered_in": "percent", "staff": "33.33", "suppliers": "66.67"})

    reply = SurveyReply.objects.get()
    assert (reply.staff_pence, reply.suppliers_pence) == (33, 66)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"answered_in": ""}, "answered_in", "Select whether you answer"),
        ({"answered_in": "shillings"}, "answered_in", "from the list"),
        ({"staff": ""}, "staff", "Enter 0 if it was nothing"),
        ({"suppliers": "  "}, "suppliers", "Enter 0 if it was nothing"),
        ({"staff": "many"}, "staff", "must be a number"),
        ({"staff": "-5"}, "staff", "must be a number"),
        ({"staff": "1e3"}, "staff", "must be a number"),
        ({"staff": "5.005"}, "staff", "must be a number"),
        ({"staff": "١٢"}, "staff", "must be a number"),
        ({"staff": "1\0"}, "staff", "must be a number"),
        ({"staff": "9" * 41}, "staff", "40 characters or less"),
        ({"staff": "9" * 11}, "staff", "must be a number"),
        ({"staff": "800.01", "suppliers": "200"}, "suppliers", "more than the £1,000.00 that you were paid"),
        ({"answered_in": "percent", "staff": "80.01", "suppliers": "20"}, "suppliers", "more than 100%"),
        ({"basis": ""}, "basis", "Select how you know"),
        ({"basis": "guess"}, "basis", "from the list"),
    ],
)
def test_what_cannot_be_right_is_said_and_what_was_typed_stays(client, address, change, field, said):
    response = client.post(address, {**ANSWERS, **change})

    page = response.content.decode()
    assert list(errors(response)) == [field]
    assert said in errors(response)[field][0]
    assert "<title>Error: " in page
    assert 'value="200"' in page or "suppliers" in change
    assert not SurveyReply.objects.exists()


def test_every_mistake_at_once_is_told_at_once(client, address):
    response = client.post(address, {"answered_in": ""})

    assert set(errors(response)) == set(ANSWERS)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("ending", ["", "thanks/"])
def test_a_made_up_link_leads_nowhere(client, survey, method, ending):
    response = getattr(client, method)(f"/spending/survey/made-up/{ending}")

    assert response.status_code == (405 if ending and method == "post" else 404)


def test_a_draft_and_a_closed_survey_take_no_answers(client, survey):
    make_reply(first_asked(survey), staff=250)
    surveys.close(survey=survey, by=an_officer(), at=MONDAY)
    draft = make_draft(5)

    for address in (address_of(draft), address_of(survey)):
        response = client.post(address, ANSWERS)
        assert response.status_code == 410
        assert "This survey is closed" in response.content.decode()
    assert SurveyReply.objects.count() == 1


def test_who_has_answered_still_sees_it_after_the_closing(client, survey):
    make_reply(first_asked(survey), staff=250)
    surveys.close(survey=survey, by=an_officer(), at=MONDAY)

    assert "£250.00" in client.get(address_of(survey)).content.decode()
    thanks = client.get(address_of(survey, thanks=True)).content.decode()
    assert "Correct your answers" not in thanks


def test_there_are_no_thanks_for_nothing(client, survey, address):
    assert client.get(address_of(survey, thanks=True)).url == address


def test_looking_at_the_link_as_a_mail_scanner_does_changes_nothing(client, address):
    for _ in range(3):
        client.get(address)
        client.head(address)

    assert not SurveyReply.objects.exists()


def test_too_many_answers_in_a_minute_are_refused_and_what_was_typed_stays(client, address):
    for number in range(SENDS_PER_MINUTE):
        client.post(address, {**ANSWERS, "staff": str(number)})
    refused = client.post(address, {**ANSWERS, "staff": "777"})

    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert 'name="staff" value="777"' in refused.content.decode()
    Attempt.objects.update(at=timezone.now() - timedelta(seconds=60))
    assert client.post(address, {**ANSWERS, "staff": "777"}).status_code == 302


def test_another_supplier_is_not_held_up_by_that(client, survey, address):
    other = first_asked(make_open(7))
    for number in range(SENDS_PER_MINUTE + 1):
        client.post(address, {**ANSWERS, "staff": str(number)})

    theirs = reverse("spending:survey", args=[token_of(other)])
    assert client.post(theirs, {**ANSWERS, "staff": "1", "suppliers": "1"}).status_code == 302


class TestPrivacy:
    def test_the_page_shows_neither_the_address_nor_another_supplier(self, client, survey, address):
        make_paid(500, name="Pin Green Print Ltd")
        surveys.set_addresses(survey=survey, addresses={first_asked(survey).pk: "baker@example.org"}, at=MONDAY)
        client.post(address_of(survey), ANSWERS)

        for page in (address_of(survey), address_of(survey, thanks=True)):
            text = client.get(page).content.decode()
            assert "baker@example.org" not in text
            assert "Pin Green" not in text

    def test_the_link_goes_to_no_other_site_no_log_and_no_store(self, client, address, caplog):
        with caplog.at_level("INFO"):
            response = client.get(address)

        token = address.rstrip("/").rpartition("/")[2]
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in response.headers["Cache-Control"]
        assert "og:url" not in response.content.decode()
        assert 'content="noindex"' in response.content.decode()
        assert caplog.records
        assert not [record for record in caplog.records if token in str(vars(record))]
