"""Questions about lines: asked by anybody, read by an officer first, answered for everybody, and kept."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from balancesheet import ledger
from balancesheet.actions import asking
from balancesheet.actions.returning import DecidedMeanwhile
from balancesheet.models import Answer, Question
from balancesheet.pages.places import place_of
from balancesheet.pages.questions import questions_on
from balancesheet.tests.make import NOON, make_entry, make_person
from balancesheet.tests.make_close import make_question
from balancesheet.tests.make_returns import make_ledger_officer
from balancesheet.views import questions as view
from stevenage_cwb.common import outbox
from stevenage_cwb.common.models import OutboxMessage

pytestmark = pytest.mark.usefixtures("books")

STATEMENT = "/balance-sheet/pin-green/2025-26/"
ASK = f"{STATEMENT}ask/"
TYPED = {"line": "4020", "words": "Which garden got the grant?", "email": "pat@example.org"}


@pytest.fixture
def officer(client):
    """A client that is signed in as a ledger officer."""
    signed_in = type(client)()
    signed_in.force_login(make_ledger_officer("answers"))
    return signed_in


def send(client, **typed):
    return client.post(ASK, {**TYPED, "form_token": str(uuid4()), **typed})


def decide(client, question, act, **typed):
    return client.post(f"/admin/balancesheet/question/{question.pk}/change/", {"act": act, **typed})


def answer(question, words="The one in Pin Green.", **says):
    return asking.answer(key=question.pk, words=words, by=make_person("answers"), at=NOON, **says)


def publish(question):
    return asking.publish(key=question.pk, by=make_person("answers"), at=NOON)


def refuse(question, why="It names somebody"):
    return asking.refuse(key=question.pk, why=why, by=make_person("answers"), at=NOON)


def public():
    return questions_on(place_of("pin-green"), year_starting=2025)


# -- asking ----------------------------------------------------------------------------


def test_a_question_goes_from_anybody_over_an_officer_to_everybody(client, officer):
    form = client.get(f"{ASK}?line=4020").content.decode()
    assert '<option value="4020" selected>' in form
    assert send(client)["Location"] == f"{ASK}thanks/"
    assert client.get(f"{ASK}thanks/").status_code == 200
    question = Question.objects.get()
    assert "garden" not in client.get(STATEMENT).content.decode()

    assert decide(officer, question, "publish").status_code == 302
    assert "Which garden got the grant?" in client.get(STATEMENT).content.decode()
    assert decide(officer, question, "answer", answer="The one in Pin Green.", entry="").status_code == 302
    page = client.get(STATEMENT).content.decode()
    assert "The one in Pin Green." in page
    assert 'href="#4020">Council grants</a>' in page
    assert "pat@example.org" not in page


def test_the_same_form_sent_twice_asks_once(client):
    token = str(uuid4())
    send(client, form_token=token)
    send(client, form_token=token)

    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"words": ""}, "Enter your question"),
        ({"words": "a" * 1001}, "Your question must be 1,000 characters or less"),
        ({"email": "pat at example"}, "Enter an e-mail address in the correct format"),
        ({"line": "9999"}, "Select a valid choice"),
        ({"words": "Ring me on 01438 242242"}, "a phone number (“01438 242242”)"),
        ({"words": "Is it true of pat@example.org?"}, "an e-mail address (“pat@example.org”)"),
    ],
)
def test_a_question_that_cannot_be_taken_says_what_to_do_and_keeps_what_was_typed(client, typed, fault):
    response = send(client, **typed)

    assert response.status_code == 422
    assert fault in response.content.decode()
    assert typed.get("words", TYPED["words"])[:30] in response.content.decode()
    assert not Question.objects.exists()


def test_what_looks_personal_may_be_meant(client):
    send(client, words="What does SG1 1HN get?", is_meant="on")

    assert Question.objects.get().words == "What does SG1 1HN get?"


def test_a_machine_that_fills_in_everything_is_told_the_same_and_nothing_is_kept(client):
    response = send(client, leave_this_empty="https://buy.example.org")

    assert response["Location"] == f"{ASK}thanks/"
    assert not Question.objects.exists()


def test_too_many_questions_from_one_address_are_not_taken_and_what_was_typed_stays(client, monkeypatch):
    monkeypatch.setattr(view, "MOST_OF_ONE", 2)
    assert [send(client).status_code for _ in range(3)] == [302, 302, 429]
    refused = send(client)

    assert refused["Retry-After"] == "3600"
    assert TYPED["words"] in refused.content.decode()
    assert Question.objects.count() == 2


def test_too_many_questions_from_everybody_are_not_taken(client, monkeypatch):
    monkeypatch.setattr(view, "MOST_OF_ALL", 1)

    assert [send(client).status_code for _ in range(2)] == [302, 429]


@pytest.mark.parametrize("address", ["nowhere/2025-26", "pin-green/2035-36", "pin-green/2025-27", "pin-green/x"])
def test_only_statements_that_are_there_can_be_asked_about(client, address):
    assert client.get(f"/balance-sheet/{address}/ask/").status_code == 404


def test_a_question_about_the_borough_is_the_boroughs(client):
    client.post("/balance-sheet/stevenage/2025-26/ask/", {**TYPED, "form_token": str(uuid4())})
    question = Question.objects.get()
    publish(question)

    assert question.ledger_id is None
    assert not public()
    assert [asked.words for asked in questions_on(place_of("stevenage"), year_starting=2025)] == [TYPED["words"]]


# -- reading, answering, refusing ------------------------------------------------------


def test_the_words_of_an_answered_question_are_public_only_once_an_officer_has_published_them():
    question = make_question()
    answer(question)
    assert [(asked.words, asked.answers[0].words) for asked in public()] == [("", "The one in Pin Green.")]

    publish(question)
    assert public()[0].words == "Which garden got the grant?"


def test_what_changed_is_linked_and_a_later_answer_adds_to_the_first(client):
    question, entry = publish(make_question()), make_entry("correction")
    answer(question)
    answer(question, "It is corrected now.", entry=entry.pk)

    assert [given.entry for given in public()[0].answers] == ["", f"/balance-sheet/entries/{entry.pk}/"]
    assert f'href="/balance-sheet/entries/{entry.pk}/"' in client.get(STATEMENT).content.decode()


def test_an_entry_of_another_ledger_is_not_what_changed(officer):
    question, entry = make_question(), make_entry("elsewhere", ledger="N2")
    with pytest.raises(ledger.Refused, match="not one of the ledger"):
        answer(question, entry=entry.pk)

    assert decide(officer, question, "answer", answer="See there", entry=entry.pk).status_code == 409
    assert decide(officer, question, "answer", answer="See there", entry="999999999").status_code == 422
    assert not Answer.objects.exists()


def test_the_answer_goes_to_who_asked_once_and_the_address_is_forgotten(every_text):
    question = make_question()
    answer(question)
    answer(question, "And one more thing.")
    message = OutboxMessage.objects.get()
    assert message.to == "pat@example.org"
    assert "The one in Pin Green." in message.body
    assert "Council grants" in message.body
    assert "Which garden" not in message.body
    assert Question.objects.get().email == ""

    assert asking.forget_addresses(at=NOON) == 0
    assert outbox.deliver_next(at=NOON)
    assert asking.forget_addresses(at=NOON) == 1
    assert not [text for text in every_text() if "pat@example.org" in text]
    assert asking.forget_addresses(at=NOON) == 0


def test_who_gave_no_address_is_told_nothing():
    answer(make_question(email=""))

    assert not OutboxMessage.objects.exists()


def test_a_refused_question_is_not_public_its_reason_goes_out_and_its_words_can(officer, every_text):
    question = publish(make_question(words="Ask Pat Nobody of 1 High Street"))
    refuse(question)
    assert public() == ()
    assert "It names somebody" in OutboxMessage.objects.get().body
    with pytest.raises(DecidedMeanwhile):
        answer(question)

    assert decide(officer, question, "erase").status_code == 302
    assert not [text for text in every_text() if "Pat Nobody" in text]
    assert Question.objects.get().refused_why == "It names somebody"
    assert not asking.erase_words(key=question.pk)


def test_an_answered_question_is_not_refused_and_a_published_one_not_published_again():
    question = publish(make_question())
    with pytest.raises(DecidedMeanwhile):
        publish(question)
    answer(question)
    with pytest.raises(DecidedMeanwhile):
        refuse(question)


def test_of_two_officers_the_second_is_told(officer):
    question = make_question()
    refuse(question)
    late = decide(officer, question, "answer", answer="Here it is", entry="")

    assert late.status_code == 409
    assert "somebody else has decided" in late.content.decode()


def test_only_who_may_answer_decides(client):
    question, viewer = make_question(), make_ledger_officer("views")
    viewer.groups.clear()
    client.force_login(viewer)

    assert client.get(f"/admin/balancesheet/question/{question.pk}/change/").status_code == 403
    assert decide(client, question, "publish").status_code == 403


def test_the_desk_never_shows_the_address_and_warns_of_personal_details(officer):
    question = make_question(words="Is it for SG1 1HN?")
    page = officer.get(f"/admin/balancesheet/question/{question.pk}/change/").content.decode()

    assert "pat@example.org" not in page
    assert "a postcode (“SG1 1HN”)" in page
    assert "1</b> question to answer" in officer.get("/admin/").content.decode()
    listed = officer.get("/admin/balancesheet/question/?state=waiting").content.decode()
    assert re.search(r"Question \d+", listed)
    assert decide(officer, question, "nonsense").status_code == 404


# -- whoever writes --------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "words = 'Another question?'",
        "words = ''",
        "email = 'other@example.org'",
        "account_id = NULL",
        "year_starting = 2024",
        "asked_at = now()",
        "published_at = NULL, published_by_id = NULL",
        "published_at = published_at + interval '1 day'",
        "refused_at = now(), refused_why = 'x'",
        "refused_at = now(), refused_by_id = published_by_id, refused_why = ''",
    ],
)
def test_a_published_question_stays_as_it_was_asked(change):
    publish(make_question())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE balancesheet_question SET {change}")


@pytest.mark.parametrize("sql", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET id = id + 100"])
@pytest.mark.parametrize("table", ["balancesheet_question", "balancesheet_answer"])
def test_questions_and_answers_stay_for_ever(table, sql):
    answer(make_question())
    # What waits for the end of the transaction would be in the way of TRUNCATE.
    connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def test_no_question_begins_published_and_no_refused_one_is_answered_or_brought_back():
    question = make_question()
    by = make_person("answers")
    with pytest.raises(IntegrityError, match="an officer reads"), transaction.atomic():
        Question.objects.create(
            year_starting=2025, words="?", form_token=uuid4(), asked_at=NOON, published_at=NOON, published_by=by
        )
    refuse(question)
    with pytest.raises(IntegrityError, match="has been refused"), transaction.atomic():
        Answer.objects.create(question=question, words="Yes", answered_by=by, answered_at=NOON)
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        Question.objects.update(refused_at=None, refused_by=None, refused_why="")
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        Question.objects.update(refused_at=NOON + timedelta(days=1))


def test_the_list_of_questions_costs_the_same_for_one_and_for_thirty(django_assert_num_queries):
    place = place_of("pin-green")
    for count in (1, 29):
        for _ in range(count):
            answer(publish(make_question(email="")))
        with django_assert_num_queries(3):
            questions_on(place, year_starting=2025)
