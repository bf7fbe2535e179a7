"""Section D: what was said about a year, word for word, public once a second officer has checked it."""

import pytest
from django.db import IntegrityError, connection, transaction

from balancesheet.actions import voicing
from balancesheet.actions.returning import DecidedMeanwhile, SamePerson
from balancesheet.models import Voice
from balancesheet.pages.places import place_of
from balancesheet.pages.voices import voices_of
from balancesheet.tests.make import NOON, make_person
from balancesheet.tests.make_close import make_voice
from balancesheet.tests.make_returns import make_ledger_officer

pytestmark = pytest.mark.usefixtures("books")

STATEMENT = "/balance-sheet/pin-green/2025-26/"
DESK = "/admin/balancesheet/voice/"
SAID = {"ledger": "N1", "year": "2025", "role": "The allotment society", "words": "Water at last.\r\nThank you."}


@pytest.fixture
def clients(client):
    """Two ledger officers who are signed in: one enters, the other checks."""
    enters, checks = client, type(client)()
    enters.force_login(make_ledger_officer("enters"))
    checks.force_login(make_ledger_officer("checks"))
    return enters, checks


def decide(client, voice, act, **typed):
    return client.post(f"{DESK}{voice.pk}/change/", {"act": act, **typed})


def public(slug="pin-green"):
    return voices_of(place_of(slug), year_starting=2025)


def test_what_was_said_goes_from_one_officer_over_another_to_everybody_with_its_reply(clients):
    enters, checks = clients
    assert enters.get(f"{DESK}add/").status_code == 200
    assert enters.post(f"{DESK}add/", SAID).status_code == 302
    voice = Voice.objects.get()
    assert decide(enters, voice, "check").status_code == 409
    assert "Water at last." not in enters.get(STATEMENT).content.decode()

    assert decide(checks, voice, "check").status_code == 302
    assert decide(checks, voice, "reply", role="The parks team", words="You are welcome.").status_code == 302
    assert [said.replies for said in public()] == [()]
    assert decide(enters, voice.replies.get(), "check").status_code == 302
    page = enters.get(STATEMENT).content.decode()
    assert "Water at last.<br>Thank you." in page
    assert "The parks team, in reply:" in page


def test_a_statement_without_voices_says_so(client):
    assert "None are on record yet" in client.get(STATEMENT).content.decode()


@pytest.mark.parametrize(("missing", "fault"), [
    ("ledger", "Choose a neighbourhood"), ("year", "Choose a year"), ("role", "Say who said it"),
    ("words", "Enter what was said"),
])  # fmt: skip
def test_what_is_missing_is_asked_for(clients, missing, fault):
    response = clients[0].post(f"{DESK}add/", {**SAID, missing: ""})

    assert response.status_code == 422
    assert fault in response.content.decode()
    assert not Voice.objects.exists()


def test_a_voice_is_taken_down_with_a_reason_and_its_replies_with_it(clients):
    voice = make_voice()
    make_voice(replies_to=voice.pk, role="The council", words="Noted.")
    assert decide(clients[1], voice, "refuse", why="").status_code == 422
    assert decide(clients[1], voice, "refuse", why="It names somebody").status_code == 302

    assert public() == ()
    assert "It names somebody" in clients[1].get(f"{DESK}{voice.pk}/change/").content.decode()
    with pytest.raises(DecidedMeanwhile):
        voicing.refuse(key=voice.pk, why="Again", by=make_person("checks"), at=NOON)


def test_nobody_checks_what_they_entered_nor_what_was_decided():
    voice = make_voice(is_checked=False)
    with pytest.raises(SamePerson):
        voicing.check(key=voice.pk, by=make_person("enters"), at=NOON)
    voicing.check(key=voice.pk, by=make_person("checks"), at=NOON)
    with pytest.raises(DecidedMeanwhile):
        voicing.check(key=voice.pk, by=make_person("another"), at=NOON)


def test_who_may_not_check_takes_back_only_what_they_entered(clients):
    enters, _ = clients
    officer = make_ledger_officer("enters only")
    permission = officer.groups.get().permissions.get(codename="enter_voice")
    viewing = officer.groups.get().permissions.get(codename="view_voice")
    officer.groups.clear()
    officer.user_permissions.add(permission, viewing)
    enters.force_login(officer)
    others, own = make_voice(is_checked=False), make_voice(is_checked=False, by=officer)

    assert decide(enters, others, "check").status_code == 403
    assert decide(enters, others, "refuse", why="Why not").status_code == 403
    assert decide(enters, own, "refuse", why="Twice").status_code == 302
    assert decide(enters, own, "nonsense").status_code == 404


def test_the_borough_hears_all_its_parts_and_says_whose_year_it_is_about(client):
    make_voice()
    make_voice(ledger="TOWN", role="The credit union")

    assert [(said.role, said.place) for said in public("stevenage")] == [
        ("A resident of eight years", "Pin Green"),
        ("The credit union", "Whole town, not allocated"),
    ]
    assert "A resident of eight years, on Pin Green" in client.get("/balance-sheet/stevenage/2025-26/").content.decode()
    assert public("chells") == ()


@pytest.mark.parametrize(
    "change",
    [
        "words = 'Better'",
        "role = 'A neighbour'",
        "year_starting = 2024",
        "checked_at = NULL, checked_by_id = NULL",
        "checked_by_id = entered_by_id",
        "checked_at = now()",
        "refused_at = now(), refused_by_id = entered_by_id",
        "refused_why = 'No reason'",
    ],
)
def test_a_voice_that_is_public_stays_as_it_was_entered(change):
    make_voice()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE balancesheet_voice SET {change}")


@pytest.mark.parametrize("sql", ["DELETE FROM balancesheet_voice", "TRUNCATE balancesheet_voice"])
def test_voices_stay(sql):
    make_voice()
    connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_no_voice_begins_checked_is_checked_by_who_entered_it_or_replies_elsewhere():
    by, voice = make_person("enters"), make_voice(is_checked=False)
    said = {"ledger_id": "N1", "year_starting": 2025, "role": "A", "words": "B", "entered_by": by, "entered_at": NOON}
    for wrong in (
        {"checked_by": make_person("checks"), "checked_at": NOON},
        {"replies_to": voice, "ledger_id": "N2"},
        {"replies_to": voice, "year_starting": 2024},
        {"role": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Voice.objects.create(**{**said, **wrong})
    reply = Voice.objects.create(**said, replies_to=voice)
    with pytest.raises(IntegrityError, match="is not replied to"), transaction.atomic():
        Voice.objects.create(**said, replies_to=reply)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.filter(pk=voice.pk).update(checked_by=by, checked_at=NOON)


def test_voices_cost_one_query_for_one_and_for_thirty(django_assert_num_queries):
    place = place_of("pin-green")
    for count in (1, 29):
        for _ in range(count):
            make_voice(replies_to=make_voice().pk)
        with django_assert_num_queries(1):
            voices_of(place, year_starting=2025)
