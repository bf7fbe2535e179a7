"""Closing a year as a guided list, and freezing what is published: in one transaction, once, byte for byte."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from balancesheet import ledger
from balancesheet.actions import closing
from balancesheet.models import FrozenStatement, Posting, Year
from balancesheet.pages.frozen import as_published, document_of, frozen_statement
from balancesheet.pages.places import place_of, place_of_ledger
from balancesheet.pages.statement import statement
from balancesheet.tests.make import NOON, close, make_entry, make_person, make_proxy, money
from balancesheet.tests.make_close import TREASURER, freeze, make_question, make_voice, take_over, year_of
from balancesheet.tests.make_returns import make_ledger_officer, make_return

pytestmark = pytest.mark.usefixtures("books")

STATEMENT = "/balance-sheet/pin-green/2024-25/"
JUNE = date(2024, 6, 1)
SIGNS = {"signed_name": TREASURER.name, "signed_role": TREASURER.role}


@pytest.fixture
def officer(client):
    """A client that is signed in as a ledger officer."""
    signed_in = type(client)()
    signed_in.force_login(make_ledger_officer("closes"))
    return signed_in


def desk(year=None):
    return f"/admin/balancesheet/year/{(year or year_of('N1', 2024)).pk}/change/"


def step(name, *, code="N1", year_starting=2024, at=NOON):
    found = {step.name: step for step in closing.steps(year_of(code, year_starting), at=at)}
    return found[name].standing.value, found[name].words


def make_figures():
    make_entry("came", dated=JUNE, debits=[money("1010", 12345)], credits=[money("4020", 12345)])
    make_entry("went", dated=JUNE, debits=[money("5090", 999)], credits=[money("1010", 999)])
    make_proxy("a-rate", valid_from="2024-04-01", valid_to="2025-04-01")


def freeze_again(code="N1", *, supersedes=1, **says):
    named = {"note": "An answer came", "signed": TREASURER, "by": make_person("closes"), "at": NOON}
    place = place_of_ledger(code)
    return closing.freeze_again(place, year_starting=2024, supersedes=supersedes, **{**named, **says})


# -- the list --------------------------------------------------------------------------


def test_a_year_that_lasts_blocks_and_its_last_evening_is_british():
    before_midnight = datetime(2026, 3, 31, 22, 59, tzinfo=UTC)
    close(2024)

    assert step("The year is over", year_starting=2025, at=before_midnight)[0] == "blocks"
    assert step("The year is over", year_starting=2025, at=before_midnight.replace(hour=23)) == (
        "done",
        "It ended on 31 March 2026.",
    )


def test_the_year_before_closes_first():
    assert step("The year before is closed")[0] == "done"
    assert step("The year before is closed", year_starting=2025) == ("blocks", "Close 2024-25 first.")
    close(2024)

    assert step("The year before is closed", year_starting=2025) == ("done", "2024-25 is closed.")


@pytest.mark.parametrize(
    ("says", "standing"),
    [
        ({"date": "01/04/2024"}, "blocks"),
        ({"date": "31/03/2025"}, "blocks"),
        ({"date": "01/04/2025"}, "done"),
        ({"date": "31/03/2025", "neighbourhood": "N2"}, "done"),
    ],
)
def test_a_return_of_the_year_that_waits_blocks(says, standing):
    make_return(**says)

    assert step("Returns are checked")[0] == standing


def test_a_proof_that_fails_blocks():
    assert step("The books prove right")[0] == "done"
    make_figures()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE balancesheet_posting DISABLE TRIGGER balancesheet_posting_is_kept_as_written")
    Posting.objects.filter(amount=999).update(amount=1000)

    standing, words = step("The books prove right")
    assert standing == "blocks"
    assert "postings are the lines of their entries" in words


def test_what_is_not_explained_is_printed_and_does_not_hold_up():
    assert step("It is known where money went") == ("done", "Nothing is unexplained.")
    make_figures()

    assert step("It is known where money went")[0] == "look"
    assert "£9.99" in step("It is known where money went")[1]


def test_questions_and_voices_that_wait_are_told_and_do_not_hold_up():
    assert step("Questions are answered")[0] == "done"
    assert "None is on record" in step("Voices are heard")[1]
    make_question(year_starting=2024)
    make_question(year_starting=2025)
    make_voice(year_starting=2024, is_checked=False)

    assert step("Questions are answered")[1].startswith("1 question waits")
    assert step("Voices are heard") == ("look", "1 voice waits for a second officer.")


def test_records_that_nobody_has_taken_over_are_named():
    assert "Grants" in step("Records are taken over")[1]
    take_over()

    assert "Grants" not in step("Records are taken over")[1]


@pytest.mark.parametrize(
    ("at", "standing"),
    [(datetime(2025, 6, 30, 22, 59, tzinfo=UTC), "done"), (datetime(2025, 6, 30, 23, 0, tzinfo=UTC), "look")],
)
def test_what_is_late_is_told(at, standing):
    assert step("It is in time", at=at)[0] == standing


# -- the close -------------------------------------------------------------------------


def test_an_officer_closes_a_year_and_everybody_reads_what_was_frozen(client, officer):
    make_figures()
    page = officer.get(desk()).content.decode()
    assert "It is known where money went" in page
    refused = officer.post(desk(), SIGNS)
    assert refused.status_code == 409
    assert "tick that none were given" in refused.content.decode()
    assert not FrozenStatement.objects.exists()
    assert officer.post(desk(), {**SIGNS, "none_were_given": "on"}).status_code == 302

    assert year_of("N1", 2024).seal
    page = client.get(STATEMENT).content.decode()
    assert "signed by A. Treasurer, Chief finance officer (section 151)" in page
    assert "None were given for this year." in page
    assert FrozenStatement.objects.get().digest in page
    assert "Version 1" in officer.get(desk()).content.decode()
    assert any("£9.99" in step for step in FrozenStatement.objects.get().steps)


@pytest.mark.parametrize("missing", ["signed_name", "signed_role"])
def test_nobody_closes_without_a_name_and_a_role(officer, missing):
    response = officer.post(desk(), {**SIGNS, missing: " ", "none_were_given": "on"})

    assert response.status_code == 422
    assert year_of("N1", 2024).closed_at is None


def test_a_step_that_blocks_holds_up_the_close_and_nothing_is_half_done(officer):
    make_return(date="31/03/2025")
    with pytest.raises(closing.NotReady, match="Returns are checked"):
        freeze()

    assert officer.post(desk(), {**SIGNS, "none_were_given": "on"}).status_code == 409
    assert "It cannot close yet" in officer.get(desk()).content.decode()
    assert year_of("N1", 2024).closed_at is None
    assert not FrozenStatement.objects.exists()


def test_a_close_whose_statement_cannot_be_frozen_is_no_close(monkeypatch):
    def fails(*args, **says):
        raise RuntimeError

    monkeypatch.setattr(closing, "written", fails)
    with pytest.raises(RuntimeError):
        freeze()

    assert year_of("N1", 2024).closed_at is None


def test_of_two_officers_the_second_is_told(officer):
    year = year_of("N1", 2024)
    freeze()
    with pytest.raises(ledger.AlreadyClosed):
        closing.close_and_freeze(year=year, signed=TREASURER, none_were_given=True, by=make_person("other"), at=NOON)

    late = officer.post(desk(), {**SIGNS, "none_were_given": "on"})
    assert late.status_code == 409
    assert "another officer has closed this year" in late.content.decode()
    assert FrozenStatement.objects.count() == 1


def test_only_who_may_close_closes(client):
    viewer = make_ledger_officer("views")
    viewing = viewer.groups.get().permissions.get(codename="view_year")
    viewer.groups.clear()
    viewer.user_permissions.add(viewing)
    client.force_login(viewer)

    assert client.get(desk()).status_code == 200
    assert client.post(desk(), {**SIGNS, "none_were_given": "on"}).status_code == 403


def test_the_borough_is_frozen_with_the_last_of_its_ledgers(client):
    for code in ("N1", "TOWN"):
        freeze(code)
        assert not FrozenStatement.objects.filter(ledger=None).exists()
    freeze("N2")

    borough = FrozenStatement.objects.get(ledger=None)
    assert borough.seals == dict(Year.objects.closed().values_list("ledger_id", "seal"))
    assert json.loads(borough.document)["place"] == "Stevenage, the whole borough"
    assert borough.digest in client.get("/balance-sheet/stevenage/2024-25/").content.decode()


# -- what is frozen --------------------------------------------------------------------


def test_the_document_is_the_whole_statement_and_made_again_of_it():
    make_figures()
    make_voice(year_starting=2024)
    frozen = freeze()
    live = statement(slug="pin-green", year_starting=2024)

    assert as_published(slug="pin-green", year_starting=2024) == live
    document = json.loads(frozen.document)
    assert document["signed"] == {"name": "A. Treasurer", "role": "Chief finance officer (section 151)"}
    assert document["seals"] == {"N1": year_of("N1", 2024).seal}
    assert document["voices"][0]["words"] == "The garden made the street."
    assert len(list(live.tables)) > 5


def test_the_page_and_every_download_print_what_was_frozen_whatever_the_code_says_later(client, monkeypatch):
    make_figures()
    freeze()
    monkeypatch.setattr("balancesheet.pages.statement.wording.METHOD", ("Another method.",))
    monkeypatch.setattr("balancesheet.pages.statement.page.money_table", None)

    for ending in ("/", ".csv", ".json", ".ods"):
        response = client.get(f"/balance-sheet/pin-green/2024-25{ending}")
        assert response.status_code == 200
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"Another method." not in content
    assert "£123.45" in client.get(STATEMENT).content.decode()


def test_what_restates_a_frozen_year_later_stands_beside_it(client):
    make_figures()
    frozen = freeze()
    make_entry(
        "late",
        kind="restatement",
        restates=2024,
        why="Found late",
        dated=date(2025, 6, 1),
        debits=[money("1010", 500)],
        credits=[money("4020", 500)],
    )

    page = client.get(STATEMENT).content.decode()
    assert "£123.45" in page
    assert "Entries of 2025 to 2026 correct this year." in page
    assert FrozenStatement.objects.get().document == frozen.document


def test_the_document_is_the_same_bytes_for_ever_and_anybody_can_check_its_digest(client):
    make_figures()
    frozen = freeze()
    document = document_of(place_of("pin-green"), year_starting=2024)
    response = client.get(f"{STATEMENT}document.json")

    assert response.content == document.content == frozen.document.encode()
    assert hashlib.sha256(response.content).hexdigest() == document.digest == response["X-SHA-256"]
    assert document_of(place_of("chells"), year_starting=2024) is None


@pytest.mark.parametrize("query", ["?version=2", "?version=0", "?version=x", "?version=99999"])
def test_a_version_that_is_not_there_is_not_found(client, query):
    freeze()

    assert client.get(f"{STATEMENT}document.json{query}").status_code == 404
    assert client.get(f"{STATEMENT}{query}").status_code == 404


def test_a_later_version_supersedes_and_the_one_before_keeps_its_address(client, officer):
    first = freeze()
    make_voice(year_starting=2024)
    address = f"/admin/balancesheet/frozenstatement/{first.pk}/change/"
    assert officer.post(address, {**SIGNS, "note": ""}).status_code == 422
    assert officer.post(address, {**SIGNS, "note": "A voice came"}).status_code == 302

    second = frozen_statement(place_of("pin-green"), year_starting=2024)
    assert (second.version, json.loads(second.document)["supersedes"]) == (2, first.digest)
    old = client.get(f"{STATEMENT}?version=1").content.decode()
    assert "supersedes it: A voice came" in old
    assert "supersedes it" not in client.get(STATEMENT).content.decode()
    assert client.get(f"{STATEMENT}document.json?version=1").content == first.document.encode()
    late = officer.post(address, {**SIGNS, "note": "Again"})
    assert late.status_code == 409
    assert "A later version supersedes this one" in late.content.decode()


def test_a_year_that_was_closed_without_a_statement_is_read_from_the_books(client, officer):
    close(2024)
    with pytest.raises(closing.NotFrozen):
        freeze_again()

    assert client.get(STATEMENT).status_code == 200
    assert "without freezing" in officer.get(desk()).content.decode()


# -- whoever writes --------------------------------------------------------------------


@pytest.mark.parametrize("sql", [
    "UPDATE {} SET document = '{{}}'", "UPDATE {} SET signed_name = 'B'", "DELETE FROM {}", "TRUNCATE {}",
])  # fmt: skip
def test_a_frozen_statement_is_never_changed(sql):
    freeze()
    connection.check_constraints()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format("balancesheet_frozenstatement"))


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"digest": "0" * 64}, "not that of its digest"),
        ({"document": "{}"}, "not that of its digest"),
        ({"seals": {"N1": "0" * 64}}, "not those of the year"),
        ({"seals": {}}, "not those of the year"),
        ({"year_starting": 2025}, "not closed"),
        ({"year_starting": 1999}, "not closed"),
        ({"ledger_id": None}, "not closed"),
        ({"version": 3}, "not the next version"),
        ({"version": 1}, "not the next version"),
        ({"note": ""}, "later_version_says_why"),
        ({"signed_role": ""}, "signed_role_is_filled"),
    ],
)
def test_only_what_is_true_of_a_closed_year_is_frozen(wrong, rule):
    frozen = freeze()
    copied = ("ledger_id", "year_starting", "document", "digest", "seals", "steps", "signed_name", "signed_role")
    right = {column: getattr(frozen, column) for column in copied}
    more = {"version": 2, "note": "Why", "frozen_by": frozen.frozen_by, "frozen_at": NOON}

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        FrozenStatement.objects.create(**{**right, **more, **wrong})
    assert FrozenStatement.objects.create(**right, **more).version == 2


def test_a_statement_page_costs_as_many_queries_frozen_or_not_with_one_voice_or_thirty(client):
    def count():
        with CaptureQueriesContext(connection) as found:
            client.get(STATEMENT)
        return len(found)

    make_figures()
    live = count()
    freeze()
    make_voice(year_starting=2024)
    frozen = count()
    for _ in range(29):
        make_voice(year_starting=2024)
    assert count() == frozen < live
    assert live <= 20
