"""Each page of My Pledge: what it asks, what it refuses, and in which words."""

import pytest
from django.core.management import call_command

from pledges.tests import form

pytestmark = pytest.mark.django_db

OWN = {**form.ANSWERS, "action": {"action": "own"}}


@pytest.fixture(autouse=True)
def _words():
    call_command("load_words", verbosity=0)


def at(client, step, answers=None):
    """Walk to a page. Returns its address."""
    address = form.begin(client)
    for name, usual in (answers or form.ANSWERS).items():
        if name == step:
            return address
        address = form.answer(client, address, usual).headers["Location"]
    raise AssertionError(step)


def refused(client, address, typed):
    """Send a page that is not right. Returns the page that comes back."""
    response = form.answer(client, address, typed)
    assert response.status_code == 200
    page = response.content.decode()
    assert "<title>Error: " in page
    return page


SHOWN = form.ANSWERS["shown"]


@pytest.mark.parametrize(
    ("step", "answers", "typed", "message"),
    [
        ("who", None, {}, "Select who is making the pledge"),
        ("who", None, {"kind": "robot"}, "Select who is making the pledge from the list"),
        ("action", None, {}, "Select what you will do, or that you will say it in your own words"),
        ("action", None, {"action": "f99"}, "Select what you will do from the list"),
        ("words", None, {"text": "   "}, "Enter what you will do"),
        ("words", None, {"text": "x" * 501}, "What you will do must be 500 characters or less"),
        ("words", OWN, {"text": "x"}, "Select which part of the charter it serves most"),
        ("words", OWN, {"text": "x", "foundation": "climate"}, "Select what it will help to bring about"),
        ("words", OWN, {"text": "x", "foundation": "war"}, "Select a part of the charter from the list"),
        ("details", None, {"quantity": "many"}, "How much must be a number under 1,000,000,000"),
        ("words", None, {"text": "I will"}, "Enter what you will do"),
        ("details", None, {"quantity": "0", "unit": "hours"}, "How much must be more than nothing"),
        ("details", None, {"quantity": "5"}, "Select what the number counts"),
        ("details", None, {"unit": "hours"}, "Enter how much, or choose nothing beside it"),
        ("details", None, {"quantity": "1.5", "unit": "people"}, "Enter a whole number of people"),
        ("details", None, {"quantity": "1", "unit": "smiles"}, "Select what the number counts from the list"),
        ("details", None, {"due_on_0": "31", "due_on_1": "2", "due_on_2": "2030"}, "By when must be a real date"),
        ("details", None, {"due_on_0": "1", "due_on_1": "1", "due_on_2": "2020"}, "By when must be today or in"),
        ("details", None, {"where": "mars"}, "Select where from the list"),
        ("shown", None, {**SHOWN, "email": ""}, "Enter an e-mail address"),
        ("shown", None, {**SHOWN, "email": "pat@"}, "Enter an e-mail address in the correct format"),
        ("shown", None, {**SHOWN, "email": "a" * 250 + "@b.org"}, "E-mail address must be 254 characters or less"),
        ("shown", None, {**SHOWN, "email": "a@b.org\nBcc: c@d.org"}, "in the correct format"),
        ("shown", None, {**SHOWN, "name_shown": "nickname"}, "Select how we show your name from the list"),
        ("shown", None, {**SHOWN, "name_shown": "full"}, "Enter your name, or choose not to show it"),
        ("shown", None, {**SHOWN, "name_shown": "initial", "name": "Cher"}, "Enter your first and last name"),
        ("shown", None, {**SHOWN, "name": "x" * 161}, "Your name must be 160 characters or less"),
        ("shown", None, {**SHOWN, "is_16_or_over": ""}, "Confirm that you are 16 or over"),
        ("shown", None, {**SHOWN, "consent_to_publish": ""}, "Agree that we may publish your pledge"),
    ],
)
def test_a_mistake_is_said_at_the_top_and_at_the_field_in_plain_words(client, step, answers, typed, message):
    page = refused(client, at(client, step, answers), typed)

    summary = page[page.index("govuk-error-summary") : page.index("</h1>")]
    assert message in summary or step == "shown"
    assert message in page


@pytest.mark.parametrize(
    ("step", "typed", "kept"),
    [
        ("words", {"text": "y" * 501}, "y" * 501),
        ("details", {"quantity": "about a dozen", "unit": "hours"}, 'value="about a dozen"'),
        ("details", {"due_on_0": "99", "due_on_1": "7", "due_on_2": "2030"}, 'value="99"'),
        ("shown", {**SHOWN, "email": "pat at example"}, 'value="pat at example"'),
        ("shown", {**SHOWN, "email": "", "name": "Pat <b>Bold</b>"}, "Pat &lt;b&gt;Bold&lt;/b&gt;"),
    ],
)
def test_a_mistake_keeps_what_was_typed(client, step, typed, kept):
    assert kept in refused(client, at(client, step), typed)


def test_an_organisation_is_asked_for_its_name_and_not_for_an_age(client):
    answers = {**form.ANSWERS, "who": {"kind": "community-group"}}

    page = refused(client, at(client, "shown", answers), {"email": "a@b.org", "consent_to_publish": "on"})

    assert "Enter the name of your organisation" in page
    assert 'name="is_16_or_over"' not in page
    assert 'name="name_shown"' not in page


def test_somebody_who_pledges_an_example_is_not_asked_what_it_serves(client):
    page = client.get(at(client, "words")).content.decode()

    assert 'name="foundation"' not in page


@pytest.mark.parametrize("step", ["words", "details", "shown"])
def test_what_browsers_can_fill_in_for_people_is_marked_so(client, step):
    page = client.get(at(client, step)).content.decode()

    expected = {"shown": ['autocomplete="email"', 'autocomplete="name"']}.get(step, [])
    assert all(mark in page for mark in expected)
    assert "required" not in [part for part in page.split() if part == "required"]


def test_the_field_for_machines_is_out_of_peoples_way(client):
    page = client.get(at(client, "shown")).content.decode()

    field = page[page.index('class="leave-this-empty"') :]
    assert 'tabindex="-1"' in field
    assert 'aria-hidden="true"' in field[:60]


def test_no_page_of_the_form_is_kept_by_anybody_on_the_way(client):
    for step in form.ANSWERS:
        assert "no-store" in client.get(at(client, step)).headers["Cache-Control"]


def test_the_cookies_of_the_form_are_for_nobody_else(client):
    address = form.fill_in(client)

    for name in ("pledge-who", "pledge-shown"):
        cookie = client.cookies[name]
        assert cookie["path"] == address.removesuffix("check/")
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["expires"] == ""


def test_only_fields_of_the_form_are_kept(client):
    address = at(client, "words")

    client.post(address, {"text": "shop", "state": "approved", "reference": "CWB-2222-2222"})

    assert "approved" not in str(client.get(address).content)


@pytest.mark.parametrize("said", ["", "x", "9-9-9", "0-0-0", "1-1", "٣-٣-٣", "1" * 500])
def test_what_travels_unseen_never_stops_anybody(client, said):
    response = form.answer(client, at(client, "shown"), {**SHOWN, "agreed_versions": said})

    assert form.send(client, response.headers["Location"]).status_code == 200  # faster than anybody reads
    assert response.headers["Location"].endswith("/check/")


def test_a_link_with_a_very_long_hint_still_leads_to_a_form_that_works(client):
    address = form.begin(client, "?action=" + "x" * 5000)

    assert form.answer(client, address, {"kind": "resident"}).status_code == 302


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(at(client, "words")).status_code == 405
