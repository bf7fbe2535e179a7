"""Rules that the database keeps, tried by raw SQL: what no form, admin or shell can get round."""

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pledges import actions
from pledges.models import Decision, Outcome, Pledge, Reason, State, Tally, Wording
from pledges.tests.make import MONDAY, make_approved, make_officer, make_pledge, reason
from stevenage_cwb.common.models import AuditEvent

pytestmark = pytest.mark.django_db

KNOWN_MOVES = {
    ("unconfirmed", "new"),
    ("unconfirmed", "spam"),
    ("unconfirmed", "expired"),
    ("new", "approved"),
    ("new", "refused"),
    ("new", "changes"),
    ("new", "spam"),
    ("returned", "approved"),
    ("returned", "refused"),
    ("returned", "changes"),
    ("returned", "spam"),
    ("changes", "returned"),
    ("changes", "expired"),
    ("approved", "new"),
    ("refused", "new"),
    ("spam", "new"),
}


def sql(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize("before", State.values)
def test_a_pledge_moves_only_along_known_lines(before):
    pledge = make_pledge(state=before)

    for after in State.values:
        published = "now()" if after == "approved" else "NULL"
        move = (
            f"UPDATE pledges_pledge SET state = %s, published_at = {published},"
            f" first_published_at = coalesce(first_published_at, {published}) WHERE id = %s"
        )
        if after == before or (before, after) in KNOWN_MOVES:
            with transaction.atomic():
                sql(move, after, pledge.pk)
                transaction.set_rollback(True)
        else:
            with pytest.raises(IntegrityError, match=f"that is {before} cannot become {after}"):
                sql(move, after, pledge.pk)


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ("text = ''", "pledges_pledge_text_is_filled"),
        ("public_name = ''", "pledges_pledge_public_name_is_filled"),
        ("state = 'published'", "cannot become"),
        ("name_shown = 'nickname', is_16_or_over = true", "pledges_pledge_name_shown_is_known"),
        ("quantity_hundredths = 100", "quantity_hundredths_and_unit_come_together"),
        ("quantity_hundredths = 0, unit = 'hours'", "pledges_quantity_is_more_than_nothing"),
        ("quantity_hundredths = -1, unit = 'hours'", "pledges_quantity_is_more_than_nothing"),
        ("quantity_hundredths = 50, unit = 'people'", "pledges_only_hours_and_pounds_have_parts"),
        ("quantity_hundredths = 50, unit = 'votes'", "pledges_only_hours_and_pounds_have_parts"),
        ("place = 'neighbourhood'", "pledges_neighbourhood_is_named_where_the_place_is_one"),
        ("neighbourhood_id = 'bedwell-and-pin-green'", "pledges_neighbourhood_is_named"),
        ("is_16_or_over = false", "pledges_residents_are_16_or_over"),
        ("is_16_or_over = NULL", "pledges_residents_are_16_or_over"),
        ("published_at = now()", "pledges_public_exactly_while_approved"),
        ("claimed_at = now()", "claimed_by_and_claimed_at_come_together"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused_by_a_rule_with_a_name(columns, rule):
    pledge = make_pledge()

    with pytest.raises(IntegrityError, match=rule):
        sql(f"UPDATE pledges_pledge SET {columns} WHERE id = %s", pledge.pk)


def test_one_form_makes_one_pledge_even_in_sql():
    pledge = make_pledge()
    columns = ", ".join(
        field.column for field in Pledge._meta.fields if field.column not in ("id", "reference", "search")
    )

    with pytest.raises(IntegrityError, match="form_token"):
        sql(
            f"INSERT INTO pledges_pledge (reference, {columns})"
            f" SELECT 'CWB-2222-2222', {columns} FROM pledges_pledge WHERE id = %s",
            pledge.pk,
        )


def test_a_pledge_that_was_public_keeps_its_row_for_ever():
    pledge = make_approved(by=make_officer())
    actions.reopen(pledge=pledge, message="A mistake", by=make_officer("lead"), at=MONDAY)

    with pytest.raises(IntegrityError, match="its reference is kept for ever"):
        sql("DELETE FROM pledges_pledge WHERE id = %s", pledge.pk)


@pytest.mark.parametrize("table", ["decision", "wording", "reason", "contactviewing"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_agreed_decided_or_seen_is_never_rewritten(table, act):
    pledge = make_pledge()
    officer = make_officer()
    actions.see_contact(pledge=pledge, by=officer, at=MONDAY)
    actions.refuse(pledge=pledge, reason=reason(), by=officer, at=MONDAY)

    # TRUNCATE would first stumble over checks that wait for the commit.
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="never changed or deleted"):
        sql(act.format(f"pledges_{table}"))


def test_an_officer_does_not_decide_on_what_they_typed_in():
    officer = make_officer()
    pledge = make_pledge(entered_by=officer)

    with pytest.raises(actions.OwnPledge):
        actions.approve(pledge=pledge, by=officer, at=MONDAY)
    with pytest.raises(IntegrityError, match="does not decide on their own pledge"):
        decide_in_sql(pledge, officer)


def test_an_officer_does_not_decide_on_what_came_from_their_own_address():
    officer = make_officer(email="Pat@Example.org")
    pledge = make_pledge(email="pat@example.ORG")

    with pytest.raises(actions.OwnPledge):
        actions.approve(pledge=pledge, by=officer, at=MONDAY)
    with pytest.raises(IntegrityError, match="does not decide on their own pledge"):
        decide_in_sql(pledge, officer)


def decide_in_sql(pledge, officer):
    with transaction.atomic():
        Decision.objects.bulk_create(
            [
                Decision(
                    pledge=pledge,
                    outcome=Outcome.APPROVED,
                    decided_by=officer,
                    decided_by_name="x",
                    at=MONDAY,
                )
            ]
        )


@pytest.mark.parametrize(
    ("outcome", "fields", "rule"),
    [
        (Outcome.REFUSED, [], "pledges_refusal_gives_its_reason"),
        (Outcome.CHANGES, [], "pledges_changes_name_their_fields"),
        (Outcome.APPROVED, ["text"], "pledges_changes_name_their_fields"),
    ],
)
def test_a_decision_says_what_it_must(outcome, fields, rule):
    pledge, officer = make_pledge(), make_officer()

    with pytest.raises(IntegrityError, match=rule):
        Decision.objects.create(
            pledge=pledge,
            outcome=outcome,
            fields=fields,
            decided_by=officer,
            decided_by_name="x",
            at=MONDAY,
        )


def test_new_words_are_a_new_version_and_the_old_ones_stay():
    first = Reason.objects.current().get(code="test")
    Reason.objects.create(
        code="test",
        version=2,
        title="A trial",
        public_wording="You tried the form.",
        what_you_can_do="Nothing.",
        valid_from=MONDAY,
    )

    assert Reason.objects.current().get(code="test").title == "A trial"
    assert Reason.objects.get(pk=first.pk).title == "A test"


def test_a_version_is_used_once():
    first = Wording.objects.first()

    with pytest.raises(IntegrityError, match="pledges_wording_version_is_used_once"):
        Wording.objects.create(purpose=first.purpose, version=first.version, text="Other", valid_from=MONDAY)


def test_a_text_longer_than_the_column_is_an_error_not_a_cut():
    with pytest.raises(DataError):
        make_pledge(text="x" * 501)


# -- the version that shows a stale page -----------------------------------------------


def test_every_change_of_what_a_pledge_says_counts_its_version_up():
    pledge = make_pledge()

    sql("UPDATE pledges_pledge SET text = 'other' WHERE id = %s", pledge.pk)
    Pledge.objects.filter(pk=pledge.pk).update(public_name="Other")

    pledge.refresh_from_db()
    assert pledge.version == 3


def test_holding_a_pledge_does_not_make_another_officers_page_stale():
    pledge = make_pledge()

    actions.claim(pledge=pledge, by=make_officer(), at=MONDAY)

    pledge.refresh_from_db()
    assert pledge.version == 1


# -- the history -----------------------------------------------------------------------


def history(pledge):
    events = AuditEvent.objects.filter(table_name="pledges_pledge", row_key=str(pledge.pk))
    return [(event.act, event.before, event.after) for event in events.order_by("pk")]


def test_orm_bulk_and_raw_sql_leave_the_same_history():
    pledge = make_pledge()

    pledge.text = "one"
    pledge.save(update_fields=["text"])
    Pledge.objects.bulk_update([Pledge(pk=pledge.pk, text="two")], ["text"])
    Pledge.objects.filter(pk=pledge.pk).update(text="three")
    sql("UPDATE pledges_pledge SET text = 'four' WHERE id = %s", pledge.pk)

    assert history(pledge) == [
        ("created", None, None),
        ("changed", {"text": "shop locally"}, {"text": "one"}),
        ("changed", {"text": "one"}, {"text": "two"}),
        ("changed", {"text": "two"}, {"text": "three"}),
        ("changed", {"text": "three"}, {"text": "four"}),
    ]


def test_a_deleted_row_is_kept_in_the_history():
    pledge = make_pledge()
    pledge.contact.delete()
    key = str(pledge.pk)

    pledge.delete()

    event = AuditEvent.objects.filter(table_name="pledges_pledge", row_key=key).first()
    assert (event.act, event.before["text"]) == ("deleted", "shop locally")


def test_contact_details_never_enter_the_history():
    pledge = make_pledge(email="canary@example.org")
    pledge.contact.email = "canary2@example.org"
    pledge.contact.save()

    event = AuditEvent.objects.filter(table_name="pledges_contact").first()
    assert event.before == event.after == {"email": "(private)"}


# -- tallies ---------------------------------------------------------------------------


def live_count():
    rows = Pledge.objects.filter(state=State.APPROVED)
    counts: dict[tuple[str, str, str, str], int] = {}
    for row in rows:
        key = (
            row.foundation_id,
            row.neighbourhood_id or "",
            row.kind_id,
            row.action_id or "",
        )
        counts[key] = counts.get(key, 0) + 1
    return counts


def kept_count():
    return {
        (tally.foundation, tally.neighbourhood, tally.kind, tally.action): tally.published
        for tally in Tally.objects.exclude(published=0)
    }


class TestTallies(TestCase):
    """The count that pages show is the count of the rows, whatever happened and in whatever order."""

    @settings(deadline=None, max_examples=40)
    @given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["approve", "reopen", "move", "sql"]))))
    def test_tallies_always_equal_a_live_count(self, acts):
        pledges = [
            make_pledge(kind=kind, foundation_id=foundation)
            for kind in ("resident", "business")
            for foundation in ("training", "climate")
        ]
        officer = make_officer()

        for number, act in acts:
            do(act, pledges[number], officer)

        assert kept_count() == live_count()


def do(act, pledge, officer):
    """Do one thing to a pledge, if its state allows it."""
    pledge.refresh_from_db()
    if act == "approve" and pledge.state == State.NEW:
        actions.approve(pledge=pledge, by=officer, at=MONDAY)
    elif act == "reopen" and pledge.state == State.APPROVED:
        actions.reopen(pledge=pledge, message="Again", by=officer, at=MONDAY)
    elif act == "move":
        Pledge.objects.filter(pk=pledge.pk).update(place="neighbourhood", neighbourhood_id="bedwell-and-pin-green")
    elif act == "sql":
        sql("UPDATE pledges_pledge SET foundation_id = 'climate'")
