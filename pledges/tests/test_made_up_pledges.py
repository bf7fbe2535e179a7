"""Pledges made up for measuring: plainly made up, repeatable, whole."""

from collections import Counter
from uuid import uuid4

import pytest

from charter.actions import load_words
from pledges.actions.volume import MadeUpAlready, seed
from pledges.actions.volume_deliveries import SHOWN_COLUMNS
from pledges.models import Contact, Delivery, Outturn, Pledge, State, Tally
from stevenage_cwb.common.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def words() -> None:
    load_words()


class TestVolume:
    def test_a_number_makes_as_many_pledges_and_the_tallies_know(self, words):
        seed(400)

        states = Counter(Pledge.objects.values_list("state", flat=True))
        assert sum(states.values()) == Contact.objects.count() == 400
        assert 280 <= states[State.APPROVED] <= 360
        assert sum(Tally.objects.values_list("published", flat=True)) == states[State.APPROVED]
        assert AuditEvent.objects.filter(table_name="pledges_pledge", act="created").count() == 400

    def test_what_became_of_them_is_what_the_database_would_have_shown_and_counted(self, words):
        seed(400)
        verified = Delivery.objects.verified().count()
        shown = list(Pledge.objects.order_by("pk").values(*SHOWN_COLUMNS))
        outturns = Outturn.objects.filter(what__in=["kept", "partly", "not_kept"])

        # The same again, by the rows themselves: a report that is touched is shown anew.
        Pledge.objects.update(delivery="none", outcome="", delivered_on=None)
        assert sum(outturns.values_list("pledges", flat=True)) == 0
        Delivery.objects.update(taken_back_why="")

        assert list(Pledge.objects.order_by("pk").values(*SHOWN_COLUMNS)) == shown
        assert 60 <= verified <= 200
        assert sum(outturns.values_list("pledges", flat=True)) == verified

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

        with pytest.raises(MadeUpAlready):
            seed(5)
        assert Pledge.objects.count() == 5
