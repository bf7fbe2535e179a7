"""What the history says of a pledge's changes, in words."""

from datetime import timedelta

import pytest

from pledges import actions
from pledges.models import Pledge
from pledges.pages.history import Part, changes_since, history, in_words, parts
from pledges.tests.make import MONDAY, make_officer, make_pledge, reason
from stevenage_cwb.common import audit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("shop locally", "shop locally", "=shop locally"),
        ("shop locally", "shop here", "=shop -locally +here"),
        ("shop locally", "shop locally each week", "=shop locally +each week"),
        ("please shop locally", "shop locally", "-please =shop locally"),
        ("one", "two", "-one +two"),
    ],
)
def test_two_texts_are_told_apart_word_by_word(before, after, expected):
    signs = {"kept": "=", "gone": "-", "new": "+"}

    assert " ".join(signs[part.kind] + part.text for part in parts(before, after)) == expected


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("state", "changes", "Waiting for the pledger's changes"),
        ("quantity_hundredths", 120000, "1,200"),
        ("quantity_hundredths", 150, "1.5"),
        ("due_on", "2027-03-31", "31/03/2027"),
        ("unit", None, "nothing"),
        ("foundation_id", "climate", "Tackling climate change"),
        ("foundation_id", "retired-long-ago", "retired-long-ago"),
        ("unit", "unheard-of", "unheard-of"),
        ("entered_by_id", 7, "7"),
    ],
)
def test_stored_values_are_said_in_words(name, value, words):
    assert in_words(name, value) == words


def test_everything_that_happened_stands_in_the_order_of_time():
    officer = make_officer(first_name="Olive", last_name="Officer")
    pledge = make_pledge()
    with audit.acting("officer"):
        actions.see_contact(pledge=pledge, by=officer, at=MONDAY)
        actions.refuse(pledge=pledge, reason=reason(), message="Say more", by=officer, at=MONDAY + timedelta(days=1))

    happened = [(line.who, line.what, line.message) for line in history(pledge)]

    assert ("Olive Officer", "Refused: Not a pledge (version 1)", "Say more") in happened
    assert ("Olive Officer", "Looked at the contact details", "") in happened
    assert ("officer", "Changed", "") in happened
    assert [line.at for line in history(pledge)] == sorted((line.at for line in history(pledge)), reverse=True)


def test_claims_are_left_to_the_audit_history():
    officer, pledge = make_officer(), make_pledge()
    before = len(history(pledge))

    actions.claim(pledge=pledge, by=officer, at=MONDAY)

    assert len(history(pledge)) == before


def test_only_the_changes_since_a_version_are_shown_and_claims_do_not_count():
    officer, pledge = make_officer(), make_pledge()
    for text in ("first", "second"):
        Pledge.objects.filter(pk=pledge.pk).update(text=text)
        actions.claim(pledge=pledge, by=officer, at=MONDAY)
    pledge.refresh_from_db()

    since = [changes_since(pledge, version) for version in (1, 2, 3, 99)]

    assert [len(lines) for lines in since] == [2, 1, 0, 0]
    assert since[1][0].differences[0].parts == (Part("gone", "first"), Part("new", "second"))
