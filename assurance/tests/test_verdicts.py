"""Findings and verdicts: what may be written, what stays, and how a figure stands with the Group."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from assurance import actions, pages
from assurance.models import Finding, Meeting, Outcome, Verdict
from assurance.pages import State
from assurance.tests.make import ANOTHER, DIGEST, MONDAY, anybody, make_finding, make_meeting, make_verdict

P01 = "metrics:P01:2025-26"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("verdict", "caveat", "state"),
    [
        (Outcome.VALIDATED, "", State.VALIDATED),
        (Outcome.WITH_CAVEAT, "A quarter has no place.", State.WITH_CAVEAT),
        (Outcome.NOT_VALIDATED, "A file is missing.", State.NOT_VALIDATED),
        (Outcome.COULD_NOT_CHECK, "The rows did not open.", State.COULD_NOT_CHECK),
    ],
)
def test_a_verdict_says_what_the_group_decided_when_and_with_whom(verdict, caveat, state):
    make_verdict(make_finding(), verdict, caveat=caveat, meeting=make_meeting(minutes_address="https://example.org/m"))

    said = pages.verdict_on(P01, DIGEST)

    assert (said.state, said.caveat, said.held_on) == (state, caveat, date(2026, 6, 24))
    assert (said.members, said.interests, said.minutes) == (3, "None.", "https://example.org/m")


def test_what_was_never_submitted_says_so_and_what_was_awaits_a_verdict():
    make_finding()

    assert pages.verdict_on(P01, DIGEST).state == State.AWAITS
    assert pages.verdict_on("metrics:P02:2025-26", DIGEST).state == State.NOT_SUBMITTED


def test_a_figure_that_is_another_now_has_changed_since_and_keeps_what_was_said_of_it():
    make_verdict(make_finding(), Outcome.WITH_CAVEAT, caveat="A quarter has no place.")

    said = pages.verdict_on(P01, ANOTHER)

    assert (said.state, said.caveat, said.held_on) == (State.CHANGED, "A quarter has no place.", date(2026, 6, 24))


def test_a_figure_that_is_as_it_was_validated_again_is_validated_again():
    make_verdict(make_finding())
    make_finding(digest=ANOTHER)

    assert pages.verdict_on(P01, ANOTHER).state == State.AWAITS
    assert pages.verdict_on(P01, DIGEST).state == State.VALIDATED


def test_the_newest_verdict_counts():
    finding = make_finding()
    make_verdict(finding, Outcome.COULD_NOT_CHECK, caveat="The rows did not open.")

    make_verdict(finding, meeting=make_meeting(date(2026, 9, 23)))

    assert pages.verdict_on(P01, DIGEST).state == State.VALIDATED
    assert pages.was_validated(finding)


def test_many_subjects_cost_as_many_queries_as_one(django_assert_num_queries):
    subjects = {f"metrics:P{number:02}:2025-26": DIGEST for number in range(12)}
    for subject in subjects:
        make_verdict(make_finding(subject))

    with django_assert_num_queries(2):
        assert {each.state for each in pages.verdicts_on(subjects).values()} == {State.VALIDATED}


def test_nobody_records_the_verdict_on_their_own_finding_whichever_way_they_write():
    finding, meeting = make_finding(), make_meeting()
    mine = {"finding": finding, "meeting": meeting, "verdict": Outcome.VALIDATED}

    with pytest.raises(actions.OwnFinding):
        actions.record(**mine, by=finding.submitted_by, at=MONDAY)
    with pytest.raises(IntegrityError, match="does not record the verdict on it"):
        Verdict.objects.create(**mine, recorded_by=finding.submitted_by, recorded_at=MONDAY)


@pytest.mark.parametrize(
    ("verdict", "caveat"),
    [
        (Outcome.VALIDATED, "But."),
        (Outcome.WITH_CAVEAT, ""),
        (Outcome.NOT_VALIDATED, ""),
        (Outcome.COULD_NOT_CHECK, ""),
    ],
)
def test_all_but_validated_says_why_and_validated_has_no_but(verdict, caveat):
    finding = make_finding()

    with pytest.raises(IntegrityError, match="assurance_all_but_validated_says_why"):
        make_verdict(finding, verdict, caveat=caveat)


def test_a_statement_is_pinned_by_its_words():
    finding = make_finding("Retrofit in Bedwell", digest="", text="Eight homes are warmer.")

    assert finding.digest == actions.digest_of("Eight homes are warmer.")
    assert finding.digest != actions.digest_of("Nine homes are warmer.")


@pytest.mark.parametrize("model", [Finding, Verdict])
def test_what_was_written_stays_as_it_was_written(model):
    make_verdict(make_finding())

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(id=99)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete("default")

    assert model.objects.count() == 1


def test_a_meeting_that_a_verdict_rests_on_gets_its_minutes_and_nothing_else():
    make_verdict(make_finding())

    Meeting.objects.update(minutes_address="https://example.org/minutes")
    with pytest.raises(IntegrityError, match="A verdict rests on this meeting"):
        Meeting.objects.update(members="Somebody else, chair")


def test_a_figure_is_submitted_once_until_it_changes():
    make_finding()

    make_finding(digest=ANOTHER)
    with pytest.raises(IntegrityError, match="assurance_a_finding_is_submitted_once"):
        make_finding()


def test_what_waits_is_what_has_no_verdict():
    make_verdict(make_finding())
    make_finding(digest=ANOTHER)

    assert pages.waiting() == 1


@pytest.mark.parametrize(
    ("at", "year"),
    [
        (datetime(2026, 3, 31, 22, 59, tzinfo=UTC), 2025),
        # Half an hour past midnight of 1 April, in British Summer Time.
        (datetime(2026, 3, 31, 23, 30, tzinfo=UTC), 2026),
        (datetime(2027, 3, 31, 22, 59, tzinfo=UTC), 2026),
    ],
)
def test_a_finding_is_of_the_financial_year_of_its_day_in_the_united_kingdom(at, year):
    finding = make_finding(at=at)

    assert pages.submitted_in(year) == [finding]
    assert pages.submitted_in(year - 1) == pages.submitted_in(year + 1) == []


def test_everybody_reads_findings_and_verdicts_and_nobody_reads_who_recorded_them(client):
    make_verdict(make_finding(), Outcome.WITH_CAVEAT, caveat="A quarter <b>has</b> no place.", by=anybody("zclerk"))
    make_finding("Retrofit in Bedwell", digest="", by=anybody("zsteward"))

    html = client.get("/findings/").content.decode()

    assert "A quarter &lt;b&gt;has&lt;/b&gt; no place." in html
    assert "24 June 2026: 3 members present" in html
    assert "Retrofit in Bedwell" in html
    assert "zclerk" not in html
    assert "zsteward" not in html
    assert "Cllr A" not in html


def test_a_figure_that_counts_the_validated_opens_the_validated(client):
    make_verdict(make_finding())
    make_finding("Retrofit in Bedwell", digest="")

    html = client.get("/findings/?year=2026-27&verdict=validated").content.decode()

    assert html.count("<article") == 1
    assert "Retrofit in Bedwell" not in html


@pytest.mark.parametrize(
    ("subject", "title", "address"),
    [
        ("metrics:P01:2025-26", "Figure P01, 2025-26", "/metrics/P01/?year=2025-26"),
        (
            "metrics:G01:2025-26:bedwell",
            "Figure G01, 2025-26, bedwell",
            "/metrics/G01/?year=2025-26&neighbourhood=bedwell",
        ),
        ("metrics:", "Figure ", "/metrics//?"),
        ("Retrofit: what came of it", "Retrofit: what came of it", ""),
    ],
)
def test_a_finding_on_a_figure_leads_to_it_and_a_statement_is_called_what_it_is(subject, title, address):
    assert pages.named(subject) == (title, address)


@pytest.mark.parametrize("year", ["2026", "2026-28", "abcd-27", "0000-01", "²026-27"])
def test_what_is_no_year_is_not_found(client, year):
    assert client.get("/findings/", {"year": year}).status_code == 404


def test_before_the_first_finding_the_page_says_so(client):
    assert b"No finding has been put to the Group." in client.get("/findings/").content
