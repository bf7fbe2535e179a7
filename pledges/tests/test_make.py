"""My Pledge, page by page, as a browser without JavaScript walks through it."""

import random
import re
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from charter.pages import words
from pledges.models import Contact, NameShown, Place, Pledge, Purpose, State
from pledges.tests import form
from stevenage_cwb.common.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ready(settings):
    settings.PLEDGE_MIN_SECONDS = 0
    call_command("load_words", verbosity=0)


def sent(client, **pages):
    response = form.send(client, form.fill_in(client, **pages))
    assert response.status_code == 302
    return Pledge.objects.get()


def text_of(response):
    return response.content.decode()


# -- one pledge, whole -----------------------------------------------------------------


def test_a_resident_pledges_in_six_pages_and_is_told_the_reference(client):
    address = form.fill_in(client)

    done = client.get(form.send(client, address).headers["Location"])

    pledge = Pledge.objects.get()
    assert pledge.reference in text_of(done)
    assert "within 7 days" in text_of(done)
    assert (pledge.state, pledge.text) == (State.UNCONFIRMED, "shop locally every week")
    assert (pledge.kind_id, pledge.action_id) == ("resident", "f5")
    assert (pledge.foundation_id, pledge.benefit_id) == ("procurement", "fairer")


def test_the_contact_details_stay_apart_from_the_pledge(client):
    pledge = sent(client)

    assert Contact.objects.get(pledge=pledge).email == "pat@example.org"
    assert pledge.public_name == "A Stevenage resident"


def test_the_consents_are_stored_with_the_versions_that_were_shown(client):
    pledge = sent(client, shown={**form.ANSWERS["shown"], "consent_to_contact": "on"})

    for wording, purpose in (
        (pledge.consent_to_publish, Purpose.PUBLISH),
        (pledge.consent_to_contact, Purpose.CONTACT),
        (pledge.privacy_notice, Purpose.PRIVACY),
    ):
        assert (wording.purpose, wording.version) == (purpose, 1)


def test_who_does_not_agree_to_be_contacted_is_not(client):
    assert sent(client).consent_to_contact is None


def test_no_consent_is_ticked_before_the_person_ticks_it(client):
    address = form.begin(client)
    for page in ("who", "action", "words", "details"):
        address = form.answer(client, address, form.ANSWERS[page]).headers["Location"]

    page = text_of(client.get(address))

    assert page.count('type="checkbox"') == 3
    for name in ("consent_to_publish", "consent_to_contact", "is_16_or_over"):
        box = page[page.index(f'name="{name}"') :]
        assert "checked" not in box[: box.index(">")]


def test_the_most_private_way_to_be_named_is_chosen_at_first(client):
    address = form.begin(client)
    for page in ("who", "action", "words", "details"):
        address = form.answer(client, address, form.ANSWERS[page]).headers["Location"]

    page = text_of(client.get(address))

    chosen = page[page.index('value="unnamed"') :]
    assert "checked" in chosen[: chosen.index(">")]


def test_everything_that_was_said_is_stored(client):
    pledge = sent(
        client,
        who={"kind": "business"},
        action={"action": "own"},
        words={"text": "We will fit solar panels", "foundation": "climate", "benefit": "resilient"},
        details={
            "quantity": "1,200.50",
            "unit": "pounds",
            "due_on_0": "31",
            "due_on_1": "3",
            "due_on_2": "2040",
            "where": "shephall-and-bandley-hill",
        },
        shown={
            "organisation_name": "Example Roofing",
            "name": "Sam Taylor",
            "email": "sam@example.org",
            "consent_to_publish": "on",
        },
    )

    assert pledge.text == "fit solar panels"
    assert (pledge.foundation_id, pledge.benefit_id, pledge.action) == ("climate", "resilient", None)
    assert (pledge.quantity_hundredths, pledge.unit) == (120050, "pounds")
    assert pledge.due_on.isoformat() == "2040-03-31"
    assert (pledge.place, pledge.neighbourhood_id) == (Place.NEIGHBOURHOOD, "shephall-and-bandley-hill")
    assert (pledge.name_shown, pledge.public_name) == (NameShown.ORGANISATION, "Example Roofing")
    assert pledge.is_16_or_over is None
    assert pledge.contact.name == "Sam Taylor"


@pytest.mark.parametrize(
    ("name_shown", "expected"),
    [("unnamed", "A Stevenage resident"), ("initial", "Sam T."), ("full", "Sam van Taylor")],
)
def test_residents_are_named_as_they_chose(client, name_shown, expected):
    answers = {**form.ANSWERS["shown"], "name_shown": name_shown, "name": "Sam van Taylor"}

    assert sent(client, shown=answers).public_name == expected


def test_a_first_name_that_fills_the_field_still_fits_with_its_initial(client):
    answers = {**form.ANSWERS["shown"], "name_shown": "initial", "name": "x" * 158 + " y"}

    assert sent(client, shown=answers).public_name == "x" * 158 + " Y"


@pytest.mark.parametrize(
    ("where", "expected"),
    [("", Place.UNSURE), ("unsure", Place.UNSURE), ("town", Place.TOWN)],
)
def test_a_place_that_is_no_neighbourhood_is_kept_as_said(client, where, expected):
    pledge = sent(client, details={"where": where})

    assert (pledge.place, pledge.neighbourhood) == (expected, None)


def test_each_of_the_twelve_examples_can_be_pledged():
    for example in words().actions:
        client = Client()
        form.send(client, form.fill_in(client, action={"action": example.code}))

    assert set(Pledge.objects.values_list("action", flat=True)) == {
        f"{letter}{number}" for letter in "fr" for number in range(1, 7)
    }


def test_the_council_pledges_like_everybody(client):
    pledge = sent(
        client,
        who={"kind": "public-body"},
        action={"action": "own"},
        words={"text": "to be supplied by the council", "foundation": "procurement", "benefit": "fairer"},
        shown={
            "organisation_name": "Stevenage Borough Council",
            "email": "community.development@example.org",
            "consent_to_publish": "on",
        },
    )

    assert (pledge.public_name, pledge.text) == (
        "Stevenage Borough Council",
        "to be supplied by the council",
    )


def test_the_words_of_an_example_are_there_to_begin_with(client):
    address = form.begin(client)
    address = form.answer(client, address, {"kind": "business"}).headers["Location"]
    address = form.answer(client, address, {"action": "r6"}).headers["Location"]

    page = text_of(client.get(address))

    assert "We will …" in page
    assert ">\ndevelop local supply chains</textarea>" in page


def test_a_link_from_an_example_or_a_neighbourhood_chooses_it(client):
    address = form.begin(client, "?action=f6&neighbourhood=chells-and-manor")
    address = form.answer(client, address, {"kind": "resident"}).headers["Location"]
    action = text_of(client.get(address))
    address = form.answer(client, address, {"action": "f6"}).headers["Location"]
    address = form.answer(client, address, {"text": "help"}).headers["Location"]
    details = text_of(client.get(address))

    for page, value in ((action, "f6"), (details, "chells-and-manor")):
        chosen = page[page.index(f'value="{value}"') :]
        assert "checked" in chosen[: chosen.index(">")]


# -- back, reload, two tabs, double click ----------------------------------------------


def test_sending_twice_makes_one_pledge_and_shows_the_same_confirmation(client):
    address = form.fill_in(client)
    page = form.hidden_fields(text_of(client.get(address)))
    cookies = client.cookies.copy()

    first = client.post(address, page)
    client.cookies = cookies
    second = client.post(address, page)

    assert first.headers["Location"] == second.headers["Location"]
    assert Pledge.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


def test_going_back_shows_what_was_answered(client):
    address = form.fill_in(client)

    for step, expected in (("words", "shop locally every week"), ("shown", "pat@example.org")):
        assert expected in text_of(client.get(address.replace("check", step)))


def test_changing_one_answer_leads_straight_back_to_the_check(client):
    address = form.fill_in(client)

    response = form.answer(client, address.replace("check", "words"), {"text": "buy bread locally"})

    assert response.headers["Location"] == address
    assert "buy bread locally" in text_of(client.get(address))


def test_another_example_brings_its_own_words_unless_they_were_changed(client):
    address = form.fill_in(client, words={"text": "shop locally"})

    response = form.answer(client, address.replace("check", "action"), {"action": "f6"})

    page = text_of(client.get(response.headers["Location"]))
    assert "volunteer with a community group</textarea>" in page


def test_another_example_keeps_the_words_that_somebody_typed(client):
    address = form.fill_in(client)

    response = form.answer(client, address.replace("check", "action"), {"action": "f6"})

    assert "shop locally every week</textarea>" in text_of(client.get(response.headers["Location"]))


def test_a_link_from_something_the_charter_does_not_have_chooses_nothing(client):
    address = form.begin(client, "?action=" + "x" * 5000 + "&neighbourhood=nowhere")

    page = form.hidden_fields(text_of(client.get(address)))

    assert (page["action"], page["neighbourhood"]) == ("", "")


def test_a_page_cannot_be_reached_before_those_that_it_needs(client):
    token = uuid4()

    response = client.get(f"/pledges/make/{token}/shown/")

    assert response.headers["Location"] == f"/pledges/make/{token}/who/"


def test_going_back_after_sending_shows_the_confirmation(client):
    address = form.fill_in(client)
    form.send(client, address)

    for step in ("who", "shown", "check"):
        response = client.get(address.replace("check", step))
        assert response.headers["Location"] == address.replace("check", "done")


def test_answers_that_somebody_tampered_with_are_not_there(client):
    address = form.fill_in(client)
    client.cookies["pledge-words"] = "x" + client.cookies["pledge-words"].value

    assert client.get(address).headers["Location"] == address.replace("check", "words")


def test_answers_do_not_serve_another_form(client):
    form.fill_in(client)
    other = form.begin(client).replace("who", "check")

    # A browser would not even send them there: the cookies' path is their own form's.
    assert client.get(other).headers["Location"] == other.replace("check", "who")


def test_answers_that_no_longer_hold_lead_to_their_page(client, time_machine):
    time_machine.move_to("2027-03-30T12:00:00Z", tick=False)
    address = form.fill_in(client, details={"due_on_0": "31", "due_on_1": "3", "due_on_2": "2027"})

    time_machine.shift(timedelta(hours=36))
    response = client.get(address)

    assert response.status_code == 302
    assert Pledge.objects.count() == 0


# -- what everybody will see, and what should not be seen ------------------------------


def test_the_check_shows_the_card_that_the_wall_will_show(client):
    address = form.fill_in(client)
    check = text_of(client.get(address))
    form.send(client, address)
    Pledge.objects.update(state=State.NEW)
    published = "2027-01-01T00:00:00Z"
    Pledge.objects.update(state=State.APPROVED, published_at=published, first_published_at=published)

    wall = text_of(client.get("/pledges/"))

    assert card_words(check) == card_words(wall)


def card_words(page):
    """Return the words of the first card, without what only a published pledge has: its address and date."""
    card = page[page.index('<article class="card') :]
    card = card[: card.index("</article>")]
    card = re.sub(r"<(time|a)\b.*?</\1>|<[^>]+>", " ", card, flags=re.DOTALL)
    return [word for word in card.split() if word != "Published"]


def test_personal_details_are_pointed_out_before_sending(client):
    address = form.fill_in(client, words={"text": "answer at sam@example.org or 01438 123456"})

    page = text_of(client.get(address))

    assert "an e-mail address (“sam@example.org”)" in page
    assert "a phone number (“01438 123456”)" in page


def test_what_was_left_out_is_said_to_be_not_given(client):
    page = text_of(client.get(form.fill_in(client)))

    for question in ("How much", "What the number counts", "By when (optional)", "Where (optional)"):
        row = page[page.index(f">{question}</dt>") :]
        assert "Not given" in row[: row.index("</dd>")]


def test_nothing_is_pointed_out_where_there_is_nothing(client):
    assert "may hold personal details" not in text_of(client.get(form.fill_in(client)))


def test_what_people_type_is_shown_as_text_never_as_markup(client):
    address = form.fill_in(client, words={"text": "<script>alert(1)</script> & more"})

    page = text_of(client.get(address))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


# -- nothing typed is ever lost --------------------------------------------------------


def test_a_database_that_is_away_keeps_everything_and_a_second_try_works(client):
    address = form.fill_in(client)
    page = form.hidden_fields(text_of(client.get(address)))

    with patch("pledges.views.make.sent_before", side_effect=OperationalError):
        away = client.post(address, page)
    again = client.post(address, form.hidden_fields(text_of(away)))

    assert away.status_code == 503
    assert away.headers["Retry-After"] == "10"
    for typed in ("Resident", "Shop locally", "shop locally every week", "pat@example.org"):
        assert typed in text_of(away)
    assert again.headers["Location"] == address.replace("check", "done")
    assert Pledge.objects.get().text == "shop locally every week"


def test_a_check_without_answers_leads_to_the_first_page_while_the_database_is_away(client):
    address = form.begin(client).replace("who", "check")

    with patch("pledges.views.make.sent_before", side_effect=OperationalError):
        assert client.get(address).headers["Location"] == address.replace("check", "who")


def test_no_page_but_the_last_asks_the_database(client, django_assert_num_queries):
    text_of(client.get("/charter/"))  # the words are in memory now
    address = form.begin(client)

    for page, answers in form.ANSWERS.items():
        with django_assert_num_queries(0 if page != "shown" else 1):
            # The page of consents reads their wording once.
            address = form.answer(client, address, answers).headers["Location"]


def test_the_check_and_the_sending_cost_the_same_few_queries(client, django_assert_num_queries):
    address = form.fill_in(client)

    with django_assert_num_queries(1):
        page = form.hidden_fields(text_of(client.get(address)))
    # Sent before? Two limits counted, two recorded; the wordings; the pledge and its contact in a transaction
    # (2 savepoint statements of the test's own), the address to write to, the e-mail.
    with django_assert_num_queries(12):
        client.post(address, page)


def test_a_draft_of_the_longest_answers_fits_into_its_cookies(client):
    letters = random.Random(1)
    emoji = "".join(chr(letters.randrange(0x1F300, 0x1F6FF)) for _ in range(500))
    name = "".join(chr(letters.randrange(0x4E00, 0x9FFF)) for _ in range(160))

    sent(
        client,
        who={"kind": "business"},
        action={"action": "own"},
        words={"text": emoji, "foundation": "climate", "benefit": "fairer"},
        shown={
            "organisation_name": name,
            "name": name,
            "email": "a" * 64 + "@" + ".".join(["b" * 60] * 3) + ".org",
            "consent_to_publish": "on",
        },
    )

    cookies = [f"{name}={morsel.value}" for name, morsel in client.cookies.items()]
    assert Pledge.objects.get().text == emoji
    assert max(len(cookie) for cookie in cookies) < 4096
    assert sum(len(cookie) for cookie in cookies) < 8000
