"""Running a survey: whom it asks, letters, reminders, answers, closing, and what is forgotten afterwards."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from spending import actions
from spending.actions import surveys
from spending.actions.survey_letters import ADDRESSES_KEPT, asked_by_link
from spending.models import Supplier, SupplierKind, Survey, SurveyReply, Tier
from spending.tests.make import MONDAY, make_officer
from spending.tests.make_survey import (
    CLOSES_ON,
    YEAR,
    an_officer,
    first_asked,
    make_body,
    make_closed,
    make_draft,
    make_open,
    make_paid,
    make_rates,
    make_reply,
    pence,
)
from stevenage_cwb.common.models import AuditEvent, OutboxMessage

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
EMAIL = "accounts@example.org"


def with_addresses(survey: Survey, *, at: datetime = MONDAY) -> Survey:
    addresses = {asked.pk: f"supplier-{asked.pk}@example.org" for asked in survey.asked.all()}
    surveys.set_addresses(survey=survey, addresses=addresses, at=at)
    return survey


def letters() -> list[str]:
    return list(OutboxMessage.objects.exclude(to="").order_by("pk").values_list("subject", flat=True))


def link_in(message: OutboxMessage) -> str:
    return re.search(r"/spending/survey/([^/\s]+)/", message.body)[1]


class TestWhomItAsks:
    def test_the_largest_are_asked_with_what_they_were_paid_in_all_tiers(self):
        make_paid(300)
        make_paid(200, tiers=(Tier.T1, Tier.T5))
        survey = make_draft(100, largest=2)

        assert [asked.contract_pence for asked in survey.asked.all()] == [pence(400), pence(300)]

    def test_of_two_that_were_paid_the_same_the_first_known_is_asked(self):
        first, _ = make_paid(100), make_paid(100)
        survey = make_draft(50, largest=1)

        assert [asked.supplier for asked in survey.asked.all()] == [first]

    @pytest.mark.parametrize(
        "not_asked",
        [
            {"kind": SupplierKind.INDIVIDUAL},
            {"year": YEAR - 1},
            {"body": "Another Council"},
        ],
    )
    def test_people_other_years_and_other_bodies_suppliers_are_not_asked(self, not_asked):
        make_paid(9_000, **not_asked)

        assert [asked.contract_pence for asked in make_draft(100).asked.all()] == [pence(100)]

    @pytest.mark.parametrize("pounds", [0, -5])
    def test_a_supplier_with_nothing_left_after_credits_is_not_asked(self, pounds):
        make_paid(pounds)

        assert make_draft(100).asked.count() == 1

    def test_a_survey_of_nobody_is_not_made(self):
        with pytest.raises(surveys.NobodyToAsk):
            surveys.make_survey(
                body=make_body(), year_starting=YEAR, largest=5, closes_on=CLOSES_ON, by=an_officer(), at=MONDAY
            )
        assert not Survey.objects.exists()

    def test_an_officer_may_choose_one_more_and_it_is_said_to_be_chosen(self):
        survey, person = make_draft(100), make_paid(7, kind=SupplierKind.INDIVIDUAL)
        surveys.add_supplier(survey=survey, supplier_id=person.pk)
        surveys.add_supplier(survey=survey, supplier_id=person.pk)

        assert [asked.is_chosen for asked in survey.asked.all()] == [False, True]

    def test_one_that_was_not_paid_cannot_be_chosen(self):
        survey = make_draft(100)

        with pytest.raises(surveys.NobodyToAsk):
            surveys.add_supplier(survey=survey, supplier_id=Supplier.objects.create(name="Unpaid Ltd").pk)

    def test_once_it_is_open_nobody_is_added_or_taken_out(self):
        survey, late = make_open(100), make_paid(50)

        with pytest.raises(surveys.NotInThisState):
            surveys.add_supplier(survey=survey, supplier_id=late.pk)
        with pytest.raises(surveys.NotInThisState):
            surveys.remove_supplier(survey=survey, asked_id=first_asked(survey).pk)
        assert survey.asked.count() == 1

    def test_a_draft_from_which_all_were_taken_out_does_not_open(self):
        survey = make_draft(100)
        surveys.remove_supplier(survey=survey, asked_id=first_asked(survey).pk)

        with pytest.raises(surveys.NobodyToAsk):
            surveys.open_survey(survey=survey, by=an_officer(), at=MONDAY)


class TestLetters:
    def test_opening_writes_once_to_each_that_has_an_address(self):
        survey = make_draft(300, 200, 100)
        surveys.set_addresses(survey=survey, addresses={first_asked(survey).pk: EMAIL}, at=MONDAY)

        assert surveys.open_survey(survey=survey, by=an_officer(), at=MONDAY) == 1
        with pytest.raises(surveys.NotInThisState):
            surveys.open_survey(survey=survey, by=an_officer(), at=MONDAY)
        assert surveys.write_to_the_rest(survey=survey, at=MONDAY) == 0
        assert list(OutboxMessage.objects.values_list("to", flat=True)) == [EMAIL]

    def test_a_letter_says_what_was_paid_until_when_and_leads_to_the_suppliers_own_page(self):
        make_paid(1234, name="Roebuck Bakery Ltd")
        survey = with_addresses(make_draft(1))
        surveys.open_survey(survey=survey, by=an_officer(), at=MONDAY)
        letter = OutboxMessage.objects.order_by("pk")[0]

        assert "To Roebuck Bakery Ltd" in letter.body
        assert "£1,234.00" in letter.body
        assert "14 December 2026" in letter.body
        assert asked_by_link(link_in(letter)) == first_asked(survey)

    def test_an_address_that_comes_later_is_written_to_when_asked(self):
        survey = with_addresses(make_open(100))

        assert surveys.write_to_the_rest(survey=survey, at=MONDAY) == 1
        assert surveys.write_to_the_rest(survey=survey, at=MONDAY) == 0

    def test_a_corrected_address_gets_a_link_of_its_own_and_ends_the_one_before(self):
        survey = with_addresses(make_open(100))
        surveys.write_to_the_rest(survey=survey, at=MONDAY)
        first = link_in(OutboxMessage.objects.get())

        surveys.set_addresses(survey=survey, addresses={first_asked(survey).pk: EMAIL}, at=MONDAY)
        surveys.write_to_the_rest(survey=survey, at=MONDAY)

        assert asked_by_link(first) is None
        assert asked_by_link(link_in(OutboxMessage.objects.get(to=EMAIL))) == first_asked(survey)
        assert OutboxMessage.objects.filter(next_attempt_at__isnull=False).count() == 1

    def test_the_same_address_again_changes_nothing(self):
        survey = with_addresses(make_open(100))
        surveys.write_to_the_rest(survey=survey, at=MONDAY)

        assert surveys.set_addresses(survey=survey, addresses={}, at=MONDAY) == 0
        with_addresses(survey)
        assert first_asked(survey).asked_at == MONDAY

    @pytest.mark.parametrize("token", ["", "made-up", "WzEsMV0:1abc:def", "a" * 5000])
    def test_a_link_that_nobody_of_ours_made_is_nobodys(self, token):
        make_open(100)

        assert asked_by_link(token) is None


class TestReminding:
    @pytest.mark.parametrize(
        ("after", "reminded"), [(timedelta(0), 0), (WEEK - timedelta(seconds=1), 0), (WEEK, 1), (3 * WEEK, 1)]
    )
    def test_nobody_is_reminded_within_a_week_of_the_letter(self, after, reminded):
        survey = with_addresses(make_draft(100))
        surveys.open_survey(survey=survey, by=an_officer(), at=MONDAY)

        assert surveys.remind(survey=survey, at=MONDAY + after) == reminded

    def test_who_has_answered_or_was_not_written_to_is_not_reminded(self):
        survey = with_addresses(make_draft(300, 200))
        surveys.open_survey(survey=survey, by=an_officer(), at=MONDAY)
        make_reply(first_asked(survey))
        surveys.set_addresses(survey=survey, addresses={survey.asked.last().pk: ""}, at=MONDAY)

        assert surveys.remind(survey=survey, at=MONDAY + WEEK) == 0

    def test_a_second_reminder_comes_a_week_after_the_first(self):
        survey = with_addresses(make_draft(100))
        surveys.open_survey(survey=survey, by=an_officer(), at=MONDAY)
        counts = [surveys.remind(survey=survey, at=MONDAY + days * WEEK / 7) for days in (7, 8, 14)]

        assert counts == [1, 0, 1]
        assert [subject.split()[0] for subject in letters()] == ["What", "Reminder:", "Reminder:"]


class TestAnswers:
    def test_what_was_written_is_kept_beside_each_correction(self):
        asked = first_asked(make_open(1_000))
        make_reply(asked, staff=100)
        make_reply(asked, staff=200)

        assert [reply.staff_as_written for reply in asked.replies.all()] == ["200", "100"]

    def test_the_same_answers_twice_are_one(self):
        asked = first_asked(make_open(1_000))

        assert make_reply(asked, staff=100) == make_reply(asked, staff=100)
        assert asked.replies.count() == 1

    def test_a_return_to_an_earlier_answer_is_kept_too(self):
        asked = first_asked(make_open(1_000))
        for staff in (100, 200, 100):
            make_reply(asked, staff=staff)

        assert asked.replies.count() == 3

    def test_an_officers_entry_names_the_officer(self):
        officer = make_officer("lead")

        assert make_reply(first_asked(make_open(1_000)), by=officer).entered_by == officer

    def test_neither_a_draft_nor_a_closed_survey_takes_answers(self):
        for survey in (make_draft(1_000), make_closed((900, 1, 1))):
            with pytest.raises(surveys.NotInThisState):
                make_reply(first_asked(survey), staff=7)

    def test_the_database_takes_no_answer_of_more_than_was_paid_whoever_writes(self):
        asked = first_asked(make_open(1_000))

        make_reply(asked, staff=600, suppliers=400)
        with pytest.raises(IntegrityError, match="of no more than was paid"), transaction.atomic():
            make_reply(asked, staff=600, suppliers=401)

    def test_the_database_keeps_answers_as_they_were_written(self):
        reply = make_reply(first_asked(make_open(1_000)), staff=600)

        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            SurveyReply.objects.filter(pk=reply.pk).update(staff_pence=1)


class TestClosingAndPublishing:
    def test_a_survey_closes_by_itself_when_its_last_day_is_over_in_stevenage(self):
        survey = make_open(100)
        midnight = datetime.combine(CLOSES_ON + timedelta(days=1), time(), tzinfo=ZoneInfo("Europe/London"))

        assert actions.run_clock(at=midnight - timedelta(seconds=1))["surveys_closed"] == 0
        assert actions.run_clock(at=midnight)["surveys_closed"] == 1
        assert actions.run_clock(at=midnight)["surveys_closed"] == 0
        survey.refresh_from_db()
        assert (survey.closed_at, survey.closed_by) == (midnight, None)

    def test_a_draft_is_neither_closed_nor_published(self):
        make_rates()
        survey = make_draft(100)

        with pytest.raises(surveys.NotInThisState):
            surveys.close(survey=survey, by=an_officer(), at=MONDAY)
        with pytest.raises(surveys.NotInThisState):
            surveys.publish(survey=survey, by=an_officer(), at=MONDAY)

    def test_without_rates_for_the_third_round_nothing_is_published(self):
        with pytest.raises(surveys.NoRates):
            surveys.publish(survey=make_closed((100, 1, 1)), by=an_officer(), at=MONDAY)

    def test_a_year_has_one_published_survey(self):
        make_rates()
        first, second = make_closed((100, 1, 1)), make_closed((200, 1, 1))
        surveys.publish(survey=first, by=an_officer(), at=MONDAY)

        with pytest.raises(surveys.PublishedAlready):
            surveys.publish(survey=second, by=an_officer(), at=MONDAY)
        surveys.withdraw(survey=first)
        surveys.publish(survey=second, by=an_officer(), at=MONDAY)

    def test_what_is_published_is_not_published_again_nor_withdrawn_twice(self):
        make_rates()
        survey = make_closed((100, 1, 1))
        surveys.publish(survey=survey, by=an_officer(), at=MONDAY)

        with pytest.raises(surveys.NotInThisState):
            surveys.publish(survey=survey, by=an_officer(), at=MONDAY)
        surveys.withdraw(survey=survey)
        with pytest.raises(surveys.NotInThisState):
            surveys.withdraw(survey=survey)

    def test_a_published_survey_cannot_lose_who_did_not_answer_whoever_writes(self):
        survey = make_closed((100, 1, 1), silent=(50,))

        with pytest.raises(IntegrityError, match="whom an opened survey asks"), transaction.atomic():
            survey.asked.last().delete()
        with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
            survey.asked.update(contract_pence=1)
        with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
            Survey.objects.update(closes_on=date(2030, 1, 1))


class TestForgetting:
    def test_addresses_and_letters_are_forgotten_thirty_days_after_closing(self, every_text):
        survey = with_addresses(make_open(1_000))
        surveys.write_to_the_rest(survey=survey, at=MONDAY)
        make_reply(first_asked(survey), staff=1)
        surveys.close(survey=survey, by=an_officer(), at=MONDAY)

        assert actions.run_clock(at=MONDAY + ADDRESSES_KEPT - timedelta(seconds=1))["addresses_forgotten"] == 0
        assert actions.run_clock(at=MONDAY + ADDRESSES_KEPT)["addresses_forgotten"] == 1
        assert actions.run_clock(at=MONDAY + ADDRESSES_KEPT)["addresses_forgotten"] == 0
        assert not [text for text in every_text() if "supplier-" in text]
        assert survey.asked.get().replies.count() == 1

    def test_addresses_of_a_draft_that_never_opened_are_forgotten_too(self):
        survey = with_addresses(make_draft(100))
        long_after = datetime.combine(CLOSES_ON + ADDRESSES_KEPT, time(12), tzinfo=MONDAY.tzinfo)

        assert actions.run_clock(at=long_after)["addresses_forgotten"] == 1
        assert first_asked(survey).email == ""

    def test_an_open_surveys_addresses_stay_until_it_is_closed(self):
        with_addresses(make_open(100))

        assert surveys.forget_addresses(at=MONDAY + 100 * WEEK) == 0

    def test_the_history_never_holds_an_address(self):
        with_addresses(make_open(100))

        changes = AuditEvent.objects.filter(table_name="spending_surveyedsupplier", act="changed")
        assert [change.after["email"] for change in changes] == ["(private)"]
