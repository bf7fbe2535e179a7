"""An officer's decision is kept, followed at once by rules, names and payments, and can be taken back."""

import pytest
from django.db import IntegrityError, transaction

from spending.actions import attributing, reviewing
from spending.actions.reviewing import AlreadyUndone, DecidedAlready, Described
from spending.models import Decision, Payee, PayeeTotal, Supplier, SupplierKind, SupplierSite
from spending.tests.make import make_officer
from spending.tests.make_known import ALWAYS as ANY_DAY
from spending.tests.make_known import make_body, make_file, make_payment
from spending.tests.make_match import NOON, make_entry, make_named, match, matched

pytestmark = [pytest.mark.django_db]

ALWAYS = "to"
BAKERY = "Roebuck Bakery Ltd"


@pytest.fixture
def by():
    return make_officer("anna")


def paid(*names, **given):
    """Store published payments of £100 to each name, and return their payees in that order."""
    make_file([make_payment(payee_raw=name, **given) for name in names])
    return [Payee.objects.filter(name=name).latest("pk") for name in names]


def unmatched_pence(payee):
    return PayeeTotal.objects.get(payee=payee).unmatched_pence


def test_accepting_settles_the_payments_of_the_payee_at_once(by):
    [payee] = paid(BAKERY)
    supplier = make_named("Herts Bread Ltd")

    decision = reviewing.accept(payee=payee, supplier=supplier, by=by, at=NOON)

    assert (decision.decided_by, decision.decided_at, decision.verdict) == (by, NOON, "same")
    assert matched(payee) == [("Herts Bread Ltd", "person", ALWAYS)]
    assert unmatched_pence(payee) == 0
    assert attributing.differences() == []


def test_accepting_an_entry_of_a_register_makes_a_supplier_of_it(by):
    [payee] = paid(BAKERY)
    entry = make_entry("HERTS BREAD LTD", number="01234567")

    reviewing.accept(payee=payee, supplier=entry, by=by, at=NOON)

    assert matched(payee) == [("HERTS BREAD LTD", "person", ALWAYS)]
    assert str(Supplier.objects.get().identifiers.get()) == "GB-COH 01234567"


def test_an_answer_takes_the_place_of_what_a_rule_found(by):
    [payee] = paid(BAKERY)
    make_entry(BAKERY)
    match(payee)

    reviewing.accept(payee=payee, supplier=make_named("Herts Bread Ltd"), by=by, at=NOON)

    assert matched(payee) == [("Herts Bread Ltd", "person", ALWAYS)]
    assert Decision.objects.get(basis="exact_name").undone_by == by


def test_a_second_officer_learns_who_was_first(by):
    [payee] = paid(BAKERY)
    first = reviewing.accept(payee=payee, supplier=make_named("Herts Bread Ltd"), by=by, at=NOON)

    for late in (
        lambda: reviewing.accept(payee=payee, supplier=make_named("Other Ltd"), by=make_officer("ben"), at=NOON),
        lambda: reviewing.nobody(payee=payee, by=make_officer("cat"), at=NOON),
        lambda: reviewing.new_supplier(payee=payee, described=described(), by=make_officer("dan"), at=NOON),
    ):
        with pytest.raises(DecidedAlready) as refused:
            late()
        assert refused.value.decision == first

    assert matched(payee) == [("Herts Bread Ltd", "person", ALWAYS)]
    assert not Supplier.objects.filter(name="Knebworth Flour").exists()


def test_the_database_itself_refuses_a_second_answer(by):
    [payee] = paid(BAKERY)
    reviewing.nobody(payee=payee, by=by, at=NOON)

    with pytest.raises(IntegrityError, match="spending_payee_is_one_supplier_at_a_time"), transaction.atomic():
        Decision.objects.create(
            payee=payee, verdict="nobody", basis="person", during=ANY_DAY, decided_at=NOON, decided_by=by
        )


def test_a_rejected_supplier_is_the_payee_no_more_and_is_not_found_again(by):
    [payee] = paid(BAKERY)
    entry = make_entry(BAKERY)
    match(payee)

    reviewing.reject(payee=payee, supplier=entry, by=by, at=NOON)

    assert matched(payee) == []
    assert match() == set()
    assert unmatched_pence(payee) == 10_000


def test_rejecting_one_of_two_of_a_name_leaves_the_other_to_a_person(by):
    [payee] = paid(BAKERY)
    one, other = make_entry(BAKERY), make_entry(BAKERY)

    reviewing.reject(payee=payee, supplier=one, by=by, at=NOON)

    # Both still bear the name: who is left over is likely, not sure.
    assert matched(payee) == []
    reviewing.accept(payee=payee, supplier=other, by=by, at=NOON)
    assert matched(payee) == [(BAKERY, "person", ALWAYS)]


def test_what_was_rejected_cannot_be_rejected_or_accepted_until_that_is_undone(by):
    [payee] = paid(BAKERY)
    supplier = make_named("Herts Bread Ltd")
    rejection = reviewing.reject(payee=payee, supplier=supplier, by=by, at=NOON)

    for again in (reviewing.reject, reviewing.accept):
        with pytest.raises(DecidedAlready):
            again(payee=payee, supplier=supplier, by=by, at=NOON)

    reviewing.undo(decision=rejection, by=by, at=NOON)
    reviewing.accept(payee=payee, supplier=supplier, by=by, at=NOON)
    assert matched(payee) == [("Herts Bread Ltd", "person", ALWAYS)]


def test_what_nobody_can_tell_waits_no_more_and_stays_unknown(by):
    [payee] = paid(BAKERY)

    reviewing.nobody(payee=payee, by=by, at=NOON)

    assert matched(payee) == [("nobody", "person", ALWAYS)]
    assert unmatched_pence(payee) == 0
    assert attributing.differences() == []


def described(**given):
    usual = {"name": "Knebworth Flour", "kind": SupplierKind.COMPANY, "postcode": "SG3 6AA", "basis": "trading"}
    return Described(**{**usual, **given})


def test_a_new_supplier_has_its_name_its_kind_and_its_site(by):
    [payee] = paid(BAKERY)

    reviewing.new_supplier(payee=payee, described=described(), by=by, at=NOON)

    supplier = Supplier.objects.get()
    assert matched(payee) == [("Knebworth Flour", "person", ALWAYS)]
    assert (supplier.kind, supplier.kind_basis, supplier.names.get().key) == ("company", "person", "knebworth flour")
    site = supplier.sites.get()
    assert (site.postcode, site.basis, site.as_at.isoformat()) == ("SG3 6AA", "trading", "2026-11-16")


def test_a_new_supplier_whose_name_reads_like_a_persons_is_an_individual(by):
    [payee] = paid("J Hidden")

    reviewing.new_supplier(
        payee=payee, described=described(name="Mr J Hidden", kind=SupplierKind.UNKNOWN), by=by, at=NOON
    )

    supplier = Supplier.objects.get()
    assert (supplier.kind, supplier.kind_basis) == ("individual", "name")


def test_a_new_suppliers_name_is_found_at_once_wherever_it_stands(by):
    [payee], [other] = paid(BAKERY), paid("ROEBUCK BAKERY LIMITED")
    make_file([make_payment(payee_raw=BAKERY)], body=make_body("Another Council"))

    reviewing.new_supplier(payee=payee, described=described(name=BAKERY), by=by, at=NOON)

    there = Payee.objects.get(body__name="Another Council")
    assert matched(other) == matched(there) == [(BAKERY, "exact_name", ALWAYS)]
    assert unmatched_pence(other) == unmatched_pence(there) == 0


@pytest.mark.parametrize(
    ("given", "sites"),
    [
        ({"postcode": "", "is_outside_uk": True}, [("", True)]),
        ({"postcode": ""}, []),
        ({"kind": SupplierKind.UNKNOWN}, [("SG3 6AA", False)]),
    ],
)
def test_a_new_supplier_may_be_abroad_or_of_unknown_place_or_kind(by, given, sites):
    [payee] = paid(BAKERY)

    reviewing.new_supplier(payee=payee, described=described(**given), by=by, at=NOON)

    assert [(site.postcode, site.is_outside_uk) for site in SupplierSite.objects.all()] == sites


class TestTheSameNameBesideOtherNumbers:
    def test_is_decided_alike_in_this_file_and_in_later_ones(self, by):
        [one], [other] = paid(BAKERY), paid(BAKERY, supplier_ref="V7")
        reviewing.accept(payee=one, supplier=make_named("Herts Bread Ltd"), by=by, at=NOON)
        [later] = paid(BAKERY, supplier_ref="V8")
        match(later)

        assert matched(other) == matched(later) == [("Herts Bread Ltd", "person", ALWAYS)]
        assert unmatched_pence(other) == 0

    def test_is_not_decided_where_another_body_writes_it(self, by):
        [here] = paid(BAKERY)
        make_file([make_payment(payee_raw=BAKERY)], body=make_body("Another Council"))
        there = Payee.objects.exclude(pk=here.pk).get()

        reviewing.nobody(payee=here, by=by, at=NOON)

        assert matched(there) == []

    def test_is_free_again_when_the_decision_is_undone(self, by):
        [one], [other] = paid(BAKERY), paid(BAKERY, supplier_ref="V7")
        decision = reviewing.nobody(payee=one, by=by, at=NOON)

        reviewing.undo(decision=decision, by=by, at=NOON)

        assert matched(one) == matched(other) == []
        assert unmatched_pence(one) == unmatched_pence(other) == 10_000
        assert attributing.differences() == []

    def test_is_not_undone_on_its_own(self, by):
        [one], [other] = paid(BAKERY), paid(BAKERY, supplier_ref="V7")
        reviewing.nobody(payee=one, by=by, at=NOON)

        with pytest.raises(AlreadyUndone):
            reviewing.undo(decision=Decision.objects.get(payee=other), by=by, at=NOON)


def test_undoing_lets_the_rules_decide_again(by):
    [payee] = paid(BAKERY)
    make_entry(BAKERY)
    match(payee)
    decision = reviewing.nobody(payee=payee, by=by, at=NOON)

    reviewing.undo(decision=decision, by=by, at=NOON)

    decision.refresh_from_db()
    assert (decision.undone_at, decision.undone_by) == (NOON, by)
    assert matched(payee) == [(BAKERY, "exact_name", ALWAYS)]
    assert unmatched_pence(payee) == 0


def test_undoing_twice_says_so(by):
    [payee] = paid(BAKERY)
    decision = reviewing.nobody(payee=payee, by=by, at=NOON)
    reviewing.undo(decision=decision, by=by, at=NOON)

    with pytest.raises(AlreadyUndone):
        reviewing.undo(decision=decision, by=by, at=NOON)


def test_a_rules_decision_is_not_undone_by_hand_but_rejected(by):
    [payee] = paid(BAKERY)
    make_entry(BAKERY)
    match(payee)

    with pytest.raises(AlreadyUndone):
        reviewing.undo(decision=Decision.objects.get(), by=by, at=NOON)


def test_decisions_hold_for_what_later_files_bring(by):
    [payee] = paid(BAKERY)
    reviewing.accept(payee=payee, supplier=make_named("Herts Bread Ltd"), by=by, at=NOON)

    paid(BAKERY)
    match()

    assert Payee.objects.count() == 1
    assert unmatched_pence(payee) == 0
    assert PayeeTotal.objects.get().pence == 20_000
