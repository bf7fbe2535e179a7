"""Asking what became of pledges, the link's form, and what everybody sees of the answer."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from pledges import actions
from pledges.actions import clock, links
from pledges.models import Delivery, Kept, Pledge, Purpose, Stage, State, Unit
from pledges.pages.became import became
from pledges.tests.make import MONDAY, make_officer, make_pledge, make_report, make_verified, wording
from pledges.tests.test_open_data import csv_rows
from stevenage_cwb.common.models import OutboxMessage

pytestmark = pytest.mark.django_db

SECRET = "canary words for officers only"
SENT = {"outcome": "kept", "delivered_on_0": "3", "delivered_on_1": "5", "delivered_on_2": "2026", "words": SECRET}


def day(number):
    return MONDAY + timedelta(days=number)


def agreed(**fields):
    """Make a published pledge whose pledger agreed to be asked about it."""
    return make_pledge(state=State.APPROVED, consent_to_contact=wording(Purpose.CONTACT), **fields)


def letters():
    return OutboxMessage.objects.filter(key__contains=":how_did_it_go:")


# -- asking ------------------------------------------------------------------------------


def test_the_day_after_a_pledge_was_due_its_pledger_is_asked_once():
    pledge = agreed(due_on=day(10).date())

    assert [actions.ask(at=day(n)) for n in (9, 10, 11, 12, 400)] == [0, 0, 1, 0, 0]

    (letter,) = letters()
    assert letter.to == "pledger@example.org"
    assert reverse("pledges:report", args=[links.for_reporting(pledge)]) in letter.body


def test_a_pledge_without_a_day_is_asked_about_a_year_after_it_was_first_published():
    agreed()

    assert [actions.ask(at=day(n)) for n in (364, 365, 366)] == [0, 1, 0]


@pytest.mark.parametrize(
    "fields",
    [
        {"consent_to_contact": None},
        {"email": ""},
        {"state": State.NEW},
        {"state": State.REFUSED},
    ],
)
def test_nobody_is_asked_who_did_not_agree_or_cannot_be_asked(fields):
    make_pledge(
        **{
            "state": State.APPROVED,
            "consent_to_contact": wording(Purpose.CONTACT),
            "due_on": MONDAY.date(),
            **fields,
        }
    )

    assert actions.ask(at=day(400)) == 0
    assert not letters()


def test_nobody_is_asked_who_has_told_us_already():
    make_report(agreed(due_on=day(10).date()))

    assert actions.ask(at=day(11)) == 0


def test_many_are_asked_in_turns(monkeypatch):
    monkeypatch.setattr(clock, "MOST_ASKED_AT_ONCE", 2)
    for _ in range(3):
        agreed(due_on=MONDAY.date())

    assert [actions.ask(at=day(1)) for _ in range(3)] == [2, 1, 0]


def test_the_worker_asks():
    agreed(due_on=timezone.localdate() - timedelta(days=1))

    call_command("worker", once=True)
    call_command("worker", once=True)

    assert letters().count() == 1


# -- the form ----------------------------------------------------------------------------


@pytest.fixture
def pledge():
    return agreed(unit=Unit.HOURS, quantity_hundredths=1200, published_at=MONDAY)


@pytest.fixture
def address(pledge):
    return reverse("pledges:report", args=[links.for_reporting(pledge)])


def test_looking_at_the_form_changes_nothing(client, address):
    page = client.get(address)

    assert page.status_code == 200
    assert "12 hours" in page.content.decode()
    assert not Delivery.objects.exists()


def test_an_answer_is_a_report_that_waits_for_evidence(client, pledge, address):
    page = client.post(address, {**SENT, "quantity": "11.5"})

    (delivery,) = Delivery.objects.without_evidence()
    assert "Thank you for telling us" in page.content.decode()
    assert (delivery.pledge, delivery.outcome, delivery.quantity_hundredths) == (pledge, "kept", 1150)
    assert (str(delivery.delivered_on), delivery.words, delivery.entered_by) == ("2026-05-03", SECRET, None)


def test_one_that_was_not_kept_is_not_asked_when_and_how_much(client, address):
    client.post(address, {"outcome": "not_kept"})

    delivery = Delivery.objects.get()
    assert (delivery.outcome, delivery.quantity_hundredths) == ("not_kept", 0)
    assert delivery.delivered_on == timezone.localdate()


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"outcome": ""}, "Select whether the pledge was kept"),
        ({"outcome": "maybe"}, "Select whether the pledge was kept from the list"),
        ({"quantity": ""}, "Enter how many hours it came to"),
        ({"quantity": "0"}, "How much was done must be more than nothing"),
        ({"quantity": "many"}, "How much was done must be a number"),
        ({"delivered_on_0": "", "delivered_on_1": "", "delivered_on_2": ""}, "Enter when it was done"),
        ({"delivered_on_0": "31", "delivered_on_1": "2"}, "When it was done must be a real date"),
        ({"delivered_on_2": "2999"}, "When it was done must be today or in the past"),
        ({"delivered_on_2": "2019"}, "When it was done must be in 2020 or later"),
        ({"words": "x" * 2001}, "What you add must be 2,000 characters or less"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_stored(client, address, sent, error):
    page = client.post(address, {**SENT, "quantity": "12", **sent}).content.decode()

    assert error in page
    assert "<title>Error: " in page
    assert not Delivery.objects.exists()


def test_half_a_person_is_refused_and_nothing_is_asked_where_nothing_is_counted(client):
    people = agreed(unit=Unit.PEOPLE, quantity_hundredths=300)
    nothing = agreed()

    for pledge in (people, nothing):
        client.post(reverse("pledges:report", args=[links.for_reporting(pledge)]), {**SENT, "quantity": "1.5"})

    assert [delivery.pledge for delivery in Delivery.objects.all()] == [nothing]


def test_a_second_answer_finds_the_first(client, address):
    client.post(address, {**SENT, "quantity": "12"})

    for answer in (client.post(address, {**SENT, "quantity": "9"}), client.get(address)):
        assert "Thank you for telling us" in answer.content.decode()
    assert Delivery.objects.get().quantity_hundredths == 1200


def test_once_an_answer_is_checked_there_may_be_a_newer_one(client, pledge, address):
    make_verified(pledge, one=make_officer("one"), other=make_officer("other"), outcome=Kept.PARTLY)

    assert "Two officers have checked it" in client.get(address).content.decode()
    client.post(address, {**SENT, "quantity": "12"})

    assert Delivery.objects.standing().count() == 2


@pytest.mark.parametrize("salt", [links.CONFIRM, links.CHANGE, "made-up"])
def test_only_our_own_link_for_this_opens_the_form(client, pledge, salt, monkeypatch):
    monkeypatch.setattr(links, "REPORT", salt)
    token = links.for_reporting(pledge)
    monkeypatch.undo()

    assert client.get(reverse("pledges:report", args=[token])).status_code == 404


def test_a_pledge_that_is_no_longer_shown_is_not_reported_on(client, pledge, address):
    actions.reopen(pledge=pledge, message="Again", by=make_officer(), at=MONDAY)

    assert client.post(address, {**SENT, "quantity": "12"}).status_code == 410
    assert not Delivery.objects.exists()


# -- what everybody sees -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        ({}, ""),
        ({"delivery": Stage.SAID}, "Said: kept on 3 May 2026, 12 hours. Nobody has checked it."),
        ({"delivery": Stage.SAID, "outcome": Kept.NOT_KEPT}, "Said: not kept. Nobody has checked it."),
        (
            {"delivery": Stage.EVIDENCED, "outcome": Kept.PARTLY},
            (
                "Evidenced: partly kept on 3 May 2026, 12 hours. "
                "One officer has seen evidence; a second has not checked it yet."
            ),
        ),
        ({"delivery": Stage.KEPT}, "Verified: kept on 3 May 2026, 12 hours. Two officers have checked it."),
        ({"delivery": Stage.KEPT, "delivered_unit": ""}, "Verified: kept on 3 May 2026. Two officers have checked it."),
        (
            {"delivery": Stage.NOT_KEPT, "outcome": Kept.NOT_KEPT},
            "Verified: not kept. Two officers have checked it.",
        ),
    ],
)
def test_what_became_of_a_pledge_is_one_line_with_the_right_word(shown, line):
    day = MONDAY.date().replace(month=5, day=3) if shown else None
    amount = {"delivered_hundredths": 1200, "delivered_unit": "hours"}

    assert became(Pledge(**{"outcome": Kept.KEPT, "delivered_on": day, **amount, **shown})) == line


def test_the_page_the_csv_and_the_json_say_what_became_of_it_and_never_the_words(client, pledge):
    make_report(pledge, words=SECRET, quantity_hundredths=1150)
    line = "Said: kept on 16 November 2026, 11.5 hours. Nobody has checked it."

    page = client.get(pledge.get_absolute_url()).content.decode()
    (row,) = csv_rows(client)
    (item,) = client.get("/pledges.json").json()["items"]

    assert line in page
    assert (row["delivery"], row["delivered_quantity"], row["delivery_in_words"]) == ("said", "11.5", line)
    assert (item["delivery"], item["delivered_quantity"], item["delivery_in_words"]) == ("said", "11.5", line)
    everything = page + str(row) + str(item) + client.get("/pledges/").content.decode()
    assert SECRET not in everything


def test_a_pledge_nobody_reported_on_says_that_the_council_did_not_check(client, pledge):
    page = client.get(pledge.get_absolute_url()).content.decode()

    assert "The council has not checked whether it was carried out" in page
    assert "What became of it" not in page


def test_the_wall_filters_by_what_became_of_the_pledges(client, pledge):
    make_verified(pledge, one=make_officer("one"), other=make_officer("other"))
    make_report(agreed())
    agreed()

    shown = {stage.value: client.get(f"/pledges/?delivery={stage.value}").context["wall"] for stage in Stage}

    assert {stage: (len(wall.cards), wall.published) for stage, wall in shown.items() if wall.cards} == {
        "kept": (1, 1),
        "said": (1, 1),
        "none": (1, 1),
    }
    assert [chosen.value for chosen in shown["kept"].chosen] == ["Kept, checked by two officers"]
    assert not client.get("/pledges/?delivery=perhaps").context["wall"].chosen[0].is_known
