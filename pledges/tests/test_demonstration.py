"""The demonstration's pledges: plainly made up, of every kind, through what officers really do."""

from collections import Counter

import pytest
from django.core.management import call_command

from pledges import actions
from pledges.models import Contact, Delivery, Pledge, Stage, State
from pledges.tests.make import MONDAY, make_officer
from stevenage_cwb.common.models import OutboxMessage


@pytest.fixture(autouse=True)
def _demonstration(db: None) -> None:
    call_command("load_words", verbosity=0)
    lead = make_officer("lead", group="Lead officer")
    actions.load_demonstration(by=make_officer(), lead=lead, at=MONDAY)


def test_every_lane_has_something():
    states = Counter(Pledge.objects.values_list("state", flat=True))

    assert set(states) == set(State) - {State.EXPIRED}
    assert states[State.APPROVED] >= 30


def test_what_became_of_pledges_is_shown_in_every_stage_and_some_letters_wait_for_an_answer():
    stages = Counter(Pledge.objects.published().values_list("delivery", flat=True))

    assert set(stages) == set(Stage)
    assert Delivery.objects.filter(taken_back_at__isnull=False).exists()
    assert Pledge.objects.filter(asked_at__isnull=False, delivery=Stage.NONE).count() >= 3
    assert all(delivery.verified_by != delivery.evidenced_by for delivery in Delivery.objects.verified())


def test_the_worker_finds_nobody_left_to_ask():
    assert actions.ask(at=MONDAY) == 0


def test_nobody_can_take_a_pledge_for_a_real_one():
    assert all("(made up)" in pledge.public_name for pledge in Pledge.objects.all())
    assert all(contact.email.endswith("@example.org") for contact in Contact.objects.all())


def test_the_councils_own_pledge_waits_for_its_words():
    (council,) = Pledge.objects.published().filter(public_name__startswith="Stevenage Borough Council")

    assert council.text == "(to be supplied by the council)"


def test_one_pledge_is_no_longer_shown(client):
    (taken_down,) = Pledge.objects.filter(state=State.REFUSED, first_published_at__isnull=False)

    assert client.get(taken_down.get_absolute_url()).status_code == 410


def test_pledgers_were_told_what_was_decided():
    refused = Pledge.objects.filter(state=State.REFUSED)

    told = OutboxMessage.objects.filter(about__in=refused.values("reference"), key__contains=":refused:")
    assert told.count() == refused.count() == 3
