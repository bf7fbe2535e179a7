"""The demonstration, and pledges made up for measuring: plainly made up, repeatable, whole."""

from collections import Counter
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from pledges.management.commands.seed_volume import seed
from pledges.models import Contact, Pledge, State, Tally
from stevenage_cwb.common.models import AuditEvent, OutboxMessage

pytestmark = pytest.mark.django_db


def run(command: str, **options: Any) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def words() -> None:
    run("load_words")


def test_a_demonstration_without_the_charters_words_is_refused():
    with pytest.raises(CommandError, match="Run load_words first"):
        run("load_demo")


@pytest.mark.usefixtures("words")
class TestDemonstration:
    def test_it_is_refused_outside_a_demonstration(self, settings):
        settings.DEMONSTRATION = False

        with pytest.raises(CommandError, match="not a demonstration copy"):
            run("load_demo")
        assert not User.objects.exists()

    def test_every_lane_has_something(self):
        run("load_demo")

        states = Counter(Pledge.objects.values_list("state", flat=True))
        assert set(states) == set(State) - {State.EXPIRED}
        assert states[State.APPROVED] >= 30

    def test_nobody_can_take_a_pledge_for_a_real_one(self):
        run("load_demo")

        assert all("(made up)" in pledge.public_name for pledge in Pledge.objects.all())
        assert all(contact.email.endswith("@example.org") for contact in Contact.objects.all())

    def test_the_councils_own_pledge_waits_for_its_words(self):
        run("load_demo")

        (council,) = Pledge.objects.published().filter(public_name__startswith="Stevenage Borough Council")
        assert council.text == "(to be supplied by the council)"

    def test_one_pledge_is_no_longer_shown(self, client):
        run("load_demo")

        (taken_down,) = Pledge.objects.filter(state=State.REFUSED, first_published_at__isnull=False)
        assert client.get(taken_down.get_absolute_url()).status_code == 410

    def test_pledgers_were_told_what_was_decided(self):
        run("load_demo")

        refused = Pledge.objects.filter(state=State.REFUSED)
        told = OutboxMessage.objects.filter(about__in=refused.values("reference"), key__contains=":refused:")
        assert told.count() == refused.count() == 3

    def test_a_second_time_changes_nothing(self):
        run("load_demo")
        references = set(Pledge.objects.values_list("reference", flat=True))

        said = run("load_demo")

        assert "loaded already" in said
        assert set(Pledge.objects.values_list("reference", flat=True)) == references

    @pytest.mark.parametrize(
        ("username", "group"),
        [("officer", "Moderator"), ("lead", "Lead officer"), ("viewer", "Viewer")],
    )
    def test_officers_sign_in_with_the_password_of_the_settings(self, client, settings, username, group):
        settings.DEMO_OFFICER_PASSWORD = "a first password"
        run("load_demo")
        settings.DEMO_OFFICER_PASSWORD = "a later password"
        run("load_demo")

        officer = User.objects.get(username=username, is_staff=True)
        assert [found.name for found in officer.groups.all()] == [group]
        assert client.login(username=username, password="a later password")
        assert not client.login(username=username, password="a first password")

    def test_a_password_that_nobody_set_is_made_and_told(self, client, settings):
        settings.DEMO_OFFICER_PASSWORD = ""

        said = run("load_demo")

        assert client.login(username="officer", password=said.split()[-1])


class TestVolume:
    def test_a_number_makes_as_many_pledges_and_the_tallies_know(self, words):
        seed(400)

        states = Counter(Pledge.objects.values_list("state", flat=True))
        assert sum(states.values()) == Contact.objects.count() == 400
        assert 280 <= states[State.APPROVED] <= 360
        assert sum(Tally.objects.values_list("published", flat=True)) == states[State.APPROVED]
        assert AuditEvent.objects.filter(table_name="pledges_pledge", act="created").count() == 400

    def test_the_same_number_makes_the_same_pledges_plainly_made_up(self, words):
        seed(50)

        first = Pledge.objects.order_by("pk")[0]
        assert first.reference == "CWB-CW2K-6MZM"
        assert first.text == "give local toys for neighbours with a zither"
        assert all("(made up)" in pledge.public_name for pledge in Pledge.objects.all())
        assert not Contact.objects.exclude(email__endswith="@example.org").exists()

    def test_a_common_word_and_a_rare_one_are_among_them(self, words, client):
        seed(400)

        assert 40 <= Pledge.objects.filter(text__contains="solar").count() <= 120
        assert Pledge.objects.filter(text__contains="zither").count() == 1
        assert len(client.get("/pledges/?q=solar").context["wall"].cards) == 20

    def test_pledges_sent_afterwards_have_numbers_of_their_own(self, words):
        seed(20)

        seeded = Pledge.objects.order_by("-pk")[0]
        copy = Pledge.objects.get(pk=seeded.pk)
        copy.pk, copy.reference, copy.form_token = None, "CWB-2222-2222", uuid4()
        copy.save()
        assert copy.pk == seeded.pk + 1

    def test_a_second_time_is_refused(self, words):
        seed(5)

        with pytest.raises(CommandError, match="here already"):
            run("seed_volume", pledges=5)
        assert Pledge.objects.count() == 5

    def test_without_the_charters_words_it_is_refused(self):
        with pytest.raises(CommandError, match="Run load_words first"):
            run("seed_volume", pledges=5)

    @pytest.mark.parametrize("what", ["payments", "entries"])
    def test_what_it_cannot_make_up_is_refused(self, words, what):
        with pytest.raises(CommandError, match="cannot be made up"):
            run("seed_volume", pledges=5, **{what: 5})
        assert not Pledge.objects.exists()
