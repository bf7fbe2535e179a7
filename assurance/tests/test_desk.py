"""The Group's desk: who submits, who records, and that neither can edit a figure."""

import pytest
from django.contrib.auth.models import Group

from assurance.models import Finding, Meeting, Outcome, Verdict
from assurance.tests.make import DIGEST, make_finding, make_meeting, make_officer, make_verdict

pytestmark = pytest.mark.django_db

ADD = "/admin/assurance/{}/add/"


@pytest.fixture
def member(client):
    officer = make_officer("member", group="CWB Group")
    client.force_login(officer)
    return officer


@pytest.fixture
def steward(client):
    officer = make_officer("submitter", group="Metric steward")
    client.force_login(officer)
    return officer


def test_a_member_of_the_group_records_a_meeting_and_a_verdict(client, member):
    finding = make_finding()
    meeting = {"held_on": "2026-06-24", "members": "Cllr A, chair", "interests": "None", "minutes_address": ""}
    assert client.post(ADD.format("meeting"), meeting).status_code == 302

    said = {"finding": finding.pk, "meeting": Meeting.objects.get().pk, "verdict": Outcome.VALIDATED, "caveat": ""}
    assert client.post(ADD.format("verdict"), said).status_code == 302

    verdict = Verdict.objects.get()
    assert (verdict.recorded_by, verdict.verdict) == (member, Outcome.VALIDATED)
    assert Meeting.objects.get().recorded_by == member


def test_a_verdict_without_its_caveat_is_asked_for_again(client, member):
    said = {"finding": make_finding().pk, "meeting": make_meeting().pk, "verdict": Outcome.WITH_CAVEAT, "caveat": ""}

    response = client.post(ADD.format("verdict"), said)

    assert b"Write the caveat or the reason" in response.content
    assert not Verdict.objects.exists()


def test_who_submitted_is_told_that_another_person_records_the_verdict(client, member):
    said = {"finding": make_finding(by=member).pk, "meeting": make_meeting().pk, "verdict": Outcome.VALIDATED}

    response = client.post(ADD.format("verdict"), said)

    assert b"another person has to record the verdict" in response.content
    assert not Verdict.objects.exists()


def test_the_group_submits_nothing_and_stewards_decide_nothing(client, member):
    assert client.get(ADD.format("finding")).status_code == 403

    client.force_login(make_officer("submitter", group="Metric steward"))

    assert client.get(ADD.format("verdict")).status_code == 403
    assert client.get(ADD.format("meeting")).status_code == 403


def test_a_steward_submits_a_figure_with_the_digest_that_its_page_gives(client, steward):
    form = client.get(ADD.format("finding"), {"subject": "metrics:P01:2025-26", "digest": DIGEST}).content.decode()
    assert DIGEST in form

    said = {"subject": "metrics:P01:2025-26", "text": "A quarter stays.", "digest": DIGEST}
    assert client.post(ADD.format("finding"), said).status_code == 302

    assert Finding.objects.get().submitted_by == steward
    assert b"submitted already" in client.post(ADD.format("finding"), said).content


@pytest.mark.parametrize(("digest", "is_kept"), [("", True), ("abc", False), ("A" * 64, False)])
def test_a_statement_needs_no_digest_and_a_digest_is_one(client, steward, digest, is_kept):
    said = {"subject": "Retrofit", "text": "Eight homes are warmer.", "digest": digest}

    client.post(ADD.format("finding"), said)

    assert Finding.objects.exists() == is_kept


def test_findings_and_verdicts_can_be_read_on_the_desk_and_not_changed(client, member):
    verdict = make_verdict(make_finding())
    make_finding("Waiting", digest="")

    for model, row in (("finding", verdict.finding), ("verdict", verdict)):
        page = client.get(f"/admin/assurance/{model}/{row.pk}/change/")
        assert page.status_code == 200
        assert b'name="_save"' not in page.content
        assert client.post(f"/admin/assurance/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    waiting = client.get("/admin/assurance/finding/?state=waiting").content.decode()
    assert f"?finding={Finding.objects.get(subject='Waiting').pk}" in waiting
    assert f"?finding={verdict.finding_id}" not in waiting


def test_of_a_meeting_with_a_verdict_only_the_minutes_can_be_written(client, member):
    verdict = make_verdict(make_finding())
    address = f"/admin/assurance/meeting/{verdict.meeting_id}/change/"

    form = client.get(address).content

    assert b'name="members"' not in form
    assert client.post(address, {"minutes_address": "https://example.org/m"}).status_code == 302
    assert Meeting.objects.get().minutes_address == "https://example.org/m"


def test_the_group_has_no_permission_that_changes_anything_but_its_own_meetings():
    given = Group.objects.get(name="CWB Group").permissions.values_list("content_type__app_label", "codename")

    assert {app for app, _ in given} == {"assurance"}
    assert {name for _, name in given if not name.startswith("view_")} == {
        "add_meeting",
        "change_meeting",
        "add_verdict",
    }
