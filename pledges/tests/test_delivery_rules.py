"""What the database keeps of reports on pledges, tried by raw SQL, and what a pledge shows of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from pledges import actions
from pledges.models import Delivery, Grade, Kept, Stage, State, Unit, grades_for
from pledges.tests.make import MONDAY, make_officer, make_pledge, make_report, make_verified
from stevenage_cwb.common.models import AuditEvent

pytestmark = pytest.mark.django_db

TOMORROW = MONDAY + timedelta(days=1)


def sql(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def change(delivery, columns, *parameters):
    sql(f"UPDATE pledges_delivery SET {columns} WHERE id = %s", *parameters, delivery.pk)


@pytest.fixture
def one():
    return make_officer("one")


@pytest.fixture
def other():
    return make_officer("other")


@pytest.mark.parametrize("state", [state for state in State if state != State.APPROVED])
def test_only_what_became_of_a_published_pledge_is_reported(state):
    pledge = make_pledge(state=state)

    with pytest.raises(actions.NotPublished):
        make_report(pledge)
    with pytest.raises(IntegrityError, match="is reported while it is published"), transaction.atomic():
        Delivery.objects.create(pledge=pledge, outcome=Kept.KEPT, delivered_on=MONDAY, said_at=MONDAY)


@pytest.mark.parametrize(
    ("unit", "outcome", "hundredths"),
    [
        ("hours", "kept", 1250),
        ("hours", "partly", 1),
        ("hours", "not_kept", 0),
        ("people", "kept", 100),
        (None, "kept", None),
    ],
)
def test_a_report_counts_what_the_pledge_counts(unit, outcome, hundredths):
    delivery = make_report(counting(unit), outcome=outcome, quantity_hundredths=hundredths)

    assert (delivery.unit, delivery.quantity_hundredths) == (unit, hundredths)


@pytest.mark.parametrize(
    ("unit", "outcome", "hundredths", "rule"),
    [
        ("hours", "kept", None, "exactly where"),
        (None, "kept", 100, "exactly where"),
        ("hours", "kept", 0, "pledges_delivery_is_nothing_exactly_where_not_kept"),
        ("hours", "partly", -1, "pledges_delivery_is_nothing_exactly_where_not_kept"),
        ("hours", "not_kept", 1, "pledges_delivery_is_nothing_exactly_where_not_kept"),
        ("people", "kept", 150, "only hours and pounds have parts"),
        ("hours", "broken", 100, "pledges_delivery_outcome_is_known"),
    ],
)
def test_a_report_that_counts_otherwise_is_refused(unit, outcome, hundredths, rule):
    with pytest.raises(IntegrityError, match=rule):
        make_report(counting(unit), outcome=outcome, quantity_hundredths=hundredths)


def counting(unit):
    return make_pledge(state=State.APPROVED, unit=unit, quantity_hundredths=100 if unit else None)


@pytest.mark.parametrize(
    ("said_at", "days_ahead", "is_refused"),
    [
        (MONDAY, 0, False),
        (MONDAY, 1, True),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), 1, False),  # half past midnight of 1 July in summer time
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), 1, True),
    ],
)
def test_nothing_is_reported_before_the_day_it_was_done(said_at, days_ahead, is_refused):
    pledge = make_pledge(state=State.APPROVED)
    day = said_at.date() + timedelta(days=days_ahead)

    if is_refused:
        with pytest.raises(IntegrityError, match="before it was done"), transaction.atomic():
            make_report(pledge, delivered_on=day, at=said_at)
    else:
        assert make_report(pledge, delivered_on=day, at=said_at).delivered_on == day


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ("outcome = 'partly'", "not changed"),
        ("words = 'other'", "not changed"),
        ("unit = 'hours', quantity_hundredths = 100", "not changed"),
        ("grade = 'E'", "pledges_delivery_"),
        ("grade = 'A'", "pledges_delivery_evidence_is_whole"),
        ("grade = 'A', evidence = 'x'", "pledges_delivery_evidence_is_whole"),
        ("taken_back_at = now(), taken_back_why = 'x'", "taken_back_by_and_taken_back_at_come_together"),
        ("taken_back_why = 'x'", "pledges_delivery_is_taken_back_for_a_reason"),
    ],
)
def test_a_report_that_makes_no_sense_is_refused_by_a_rule_with_a_name(columns, rule):
    delivery = make_report()

    with pytest.raises(IntegrityError, match=rule):
        change(delivery, columns)


def test_nothing_is_verified_without_evidence_nor_taken_back_without_a_reason(one):
    delivery = make_report()

    with pytest.raises(IntegrityError, match="pledges_delivery_is_evidenced_before_it_is_verified"):
        change(delivery, "verified_at = now(), verified_by_id = %s", one.pk)
    with pytest.raises(IntegrityError, match="pledges_delivery_is_taken_back_for_a_reason"):
        change(delivery, "taken_back_at = now(), taken_back_by_id = %s", one.pk)


def evidenced(delivery, officer, grade=Grade.DOCUMENT):
    actions.accept_evidence(delivery=delivery, grade=grade, evidence="File 7", by=officer, at=MONDAY)
    delivery.refresh_from_db()
    return delivery


def test_who_accepted_the_evidence_does_not_verify(one, other):
    delivery = evidenced(make_report(), one)

    with pytest.raises(actions.SecondOfficerNeeded):
        actions.verify(delivery=delivery, by=one, at=MONDAY)
    with pytest.raises(IntegrityError, match="pledges_delivery_is_verified_by_a_second_officer"):
        change(delivery, "verified_at = now(), verified_by_id = %s", one.pk)
    actions.verify(delivery=delivery, by=other, at=MONDAY)


def test_who_wrote_the_report_down_does_not_verify_it(one, other):
    delivery = evidenced(make_report(by=one), other)

    with pytest.raises(actions.SecondOfficerNeeded):
        actions.verify(delivery=delivery, by=one, at=MONDAY)
    with pytest.raises(IntegrityError, match="pledges_delivery_is_verified_by_a_second_officer"):
        change(delivery, "verified_at = now(), verified_by_id = %s", one.pk)


def test_nobody_checks_a_pledge_from_their_own_address(one):
    own = make_officer("pledger", email="Pat@Example.org")
    pledge = make_pledge(state=State.APPROVED, email="pat@example.ORG")
    delivery = make_report(pledge)

    with pytest.raises(actions.OwnPledge):
        evidenced(delivery, own)
    with pytest.raises(IntegrityError, match="does not check their own pledge"):
        change(delivery, "grade = 'A', evidence = 'x', evidenced_at = now(), evidenced_by_id = %s", own.pk)
    evidenced(delivery, one)
    with pytest.raises(actions.OwnPledge):
        actions.verify(delivery=delivery, by=own, at=MONDAY)
    with pytest.raises(IntegrityError, match="does not check their own pledge"):
        change(delivery, "verified_at = now(), verified_by_id = %s", own.pk)


@pytest.mark.parametrize(
    ("unit", "hundredths", "is_much"),
    [
        (Unit.HOURS, 100_00, False),
        (Unit.HOURS, 100_01, True),
        (Unit.POUNDS, 1_000_00, False),
        (Unit.POUNDS, 1_000_01, True),
        (Unit.PEOPLE, 5_000_00, False),
        (None, None, False),
    ],
)
def test_much_is_shown_by_a_document_or_a_register_only(one, unit, hundredths, is_much):
    delivery = make_report(make_pledge(state=State.APPROVED, unit=unit, quantity_hundredths=hundredths))

    enough = set(grades_for(quantity_hundredths=hundredths, unit=unit))
    assert enough == ({Grade.DOCUMENT, Grade.REGISTER} if is_much else set(Grade))
    if is_much:
        with pytest.raises(actions.NeedsBetterEvidence):
            evidenced(delivery, one, Grade.RETURN)
        with pytest.raises(IntegrityError, match="needs_a_document_or_a_register"):
            change(delivery, "grade = 'D', evidence = 'x', evidenced_at = now(), evidenced_by_id = %s", one.pk)
    evidenced(delivery, one, Grade.REGISTER if is_much else Grade.ESTIMATE)


@pytest.mark.parametrize(
    "columns",
    ["words = 'x'", "grade = 'B'", "evidence = 'other'", "verified_at = now()", "delivered_on = '2026-01-01'"],
)
def test_a_verified_report_is_only_ever_taken_back_and_then_stays_as_it_is(one, other, columns):
    delivery = make_verified(one=one, other=other)

    with pytest.raises(IntegrityError, match="take the report back"):
        change(delivery, columns)
    actions.take_back(delivery=delivery, why="It was another year", by=one, at=TOMORROW)
    for act in (columns, "taken_back_why = 'x'", "taken_back_at = NULL, taken_back_by_id = NULL, taken_back_why = ''"):
        with pytest.raises(IntegrityError, match="take the report back"):
            change(delivery, act)


@pytest.mark.parametrize("act", ["DELETE FROM pledges_delivery", "TRUNCATE pledges_delivery CASCADE"])
def test_a_report_is_never_deleted(act):
    make_report()

    sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="never changed or deleted"):
        sql(act)


def test_one_report_of_a_pledge_waits_at_a_time_even_in_sql():
    pledge = make_report().pledge

    with pytest.raises(actions.ReportWaits):
        make_report(pledge)
    with pytest.raises(IntegrityError, match="pledges_one_report_of_a_pledge_waits"), transaction.atomic():
        Delivery.objects.create(pledge=pledge, outcome=Kept.KEPT, delivered_on=MONDAY, said_at=MONDAY)


def test_a_newer_report_takes_the_older_ones_place_once_it_is_verified(one, other):
    older = make_verified(one=one, other=other)
    newer = make_report(older.pledge, outcome=Kept.PARTLY, at=TOMORROW)
    assert list(Delivery.objects.verified()) == [older]

    evidenced(newer, one)
    assert list(Delivery.objects.verified()) == [older]
    actions.verify(delivery=newer, by=other, at=TOMORROW)

    older.refresh_from_db()
    assert list(Delivery.objects.verified()) == [newer]
    assert (older.taken_back_by, older.taken_back_at) == (other, TOMORROW)
    assert "newer" in older.taken_back_why


def test_a_verification_that_comes_too_late_takes_nothing_back(one, other):
    older = make_verified(one=one, other=other)
    newer = evidenced(make_report(older.pledge, at=TOMORROW), one)
    actions.take_back(delivery=newer, why="A mistake", by=one, at=TOMORROW)

    with pytest.raises(actions.AlreadyHandled):
        actions.verify(delivery=newer, by=other, at=TOMORROW)

    assert list(Delivery.objects.verified()) == [older]


def test_what_was_done_already_is_not_done_again(one, other):
    delivery = make_verified(one=one, other=other)

    with pytest.raises(actions.AlreadyHandled):
        evidenced(delivery, one)
    with pytest.raises(actions.AlreadyHandled):
        actions.verify(delivery=delivery, by=make_officer("third"), at=MONDAY)
    actions.take_back(delivery=delivery, why="Wrong", by=one, at=MONDAY)
    with pytest.raises(actions.AlreadyHandled):
        actions.take_back(delivery=delivery, why="Wrong again", by=other, at=MONDAY)


def test_the_report_of_a_pledge_that_is_taken_down_counts_for_nothing_until_it_is_back(one, other):
    delivery = make_verified(one=one, other=other)

    actions.reopen(pledge=delivery.pledge, message="Again", by=one, at=MONDAY)
    assert not Delivery.objects.verified().exists()
    actions.approve(pledge=delivery.pledge, by=one, at=TOMORROW)

    assert list(Delivery.objects.verified()) == [delivery]


def shown(pledge):
    pledge.refresh_from_db()
    return (pledge.delivery, pledge.outcome, pledge.delivered_hundredths, pledge.delivered_unit)


def test_a_pledge_shows_the_report_that_counts_at_each_step(one, other):
    pledge = make_pledge(state=State.APPROVED, unit=Unit.HOURS, quantity_hundredths=1200)
    assert shown(pledge) == (Stage.NONE, "", None, "")

    delivery = make_report(pledge, outcome=Kept.PARTLY, quantity_hundredths=650)
    assert shown(pledge) == (Stage.SAID, "partly", 650, "hours")
    evidenced(delivery, one)
    assert shown(pledge) == (Stage.EVIDENCED, "partly", 650, "hours")
    actions.verify(delivery=delivery, by=other, at=MONDAY)
    assert shown(pledge) == (Stage.PARTLY, "partly", 650, "hours")

    # A newer one that waits does not hide what two officers checked.
    newer = make_report(pledge, at=TOMORROW)
    assert shown(pledge) == (Stage.PARTLY, "partly", 650, "hours")
    actions.take_back(delivery=delivery, why="Wrong", by=one, at=TOMORROW)
    assert shown(pledge) == (Stage.SAID, "kept", 1200, "hours")
    actions.take_back(delivery=newer, why="Wrong", by=one, at=TOMORROW)
    assert shown(pledge) == (Stage.NONE, "", None, "")


def test_a_report_keeps_its_unit_when_the_pledge_counts_something_else_later(one):
    pledge = make_pledge(state=State.APPROVED, unit=Unit.HOURS, quantity_hundredths=1200)
    delivery = make_report(pledge)

    sql("UPDATE pledges_pledge SET unit = 'people' WHERE id = %s", pledge.pk)
    evidenced(delivery, one)

    assert shown(pledge) == (Stage.EVIDENCED, "kept", 1200, "hours")


def test_each_step_of_a_report_is_in_the_history(one, other):
    delivery = make_verified(one=one, other=other)

    events = AuditEvent.objects.filter(table_name="pledges_delivery", row_key=str(delivery.pk)).order_by("pk")
    assert [event.act for event in events] == ["created", "changed", "changed"]
    assert events[1].after["grade"] == "A"
