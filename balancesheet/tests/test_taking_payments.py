"""Published payments become entries where their suppliers are, follow what is known of them, and are taken once."""

from datetime import UTC, date, datetime

import pytest

from balancesheet import ledger, proofs
from balancesheet.models import Entry, EntryKind, Grade
from balancesheet.pages.origins import figures_moved, moved_by, origin_of
from balancesheet.sources import Taken, taking
from balancesheet.tests.make import NOON, close, lines
from balancesheet.tests.make_spending import (
    ELSEWHERE,
    POSTCODES,
    came_in,
    entries_of,
    make_paid,
    make_places,
    take,
)
from spending import actions
from spending.actions import attributing
from spending.models import SourceFile, SupplierSite
from spending.tests.make_known import make_file, make_payment, officer

pytestmark = pytest.mark.usefixtures("books")
LATER = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def places(books):
    make_places()


def move(payment, code):
    """Say that a payment's supplier is somewhere else, and was."""
    supplier = payment.attributed.supplier
    SupplierSite.objects.filter(supplier=supplier).update(postcode=POSTCODES[code])
    attributing.attribute_suppliers(suppliers=[supplier.pk])


def undo(payment):
    actions.undo(file=payment.file, by=officer(), at=LATER, why="The wrong file")


def failed():
    return [proof.name for proof in proofs.proofs() if proof.count]


@pytest.mark.parametrize("code", ["N1", "N2", "TOWN"])
def test_a_payment_comes_into_the_ledger_of_its_supplier_and_nobody_knows_where_it_went(code):
    payment = make_paid(code, pence=12_345)

    assert take() == Taken(posted=1)

    (entry,) = entries_of(payment)
    assert (entry.source, entry.source_ref) == ("payment", f"{payment.pk}/1")
    assert (entry.ledger_id, entry.dated, entry.kind) == (code, payment.pay_date, EntryKind.MOVEMENT)
    assert (entry.grade, entry.foundation_id) == (Grade.DOCUMENT, "procurement")
    assert lines(entry) == [("GBP", "5090", "4070", 12_345)]
    assert entry.entered_by is None
    assert failed() == []


def test_no_entry_names_a_payee():
    make_paid()
    take()

    assert "Print" not in Entry.objects.get().words


def test_a_credit_note_goes_the_other_way_round():
    payment = make_paid(pence=-4_000)

    take()

    assert lines(entries_of(payment)[0]) == [("GBP", "4070", "5090", 4_000)]
    assert came_in("N1") == -4_000


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"pence": 0}, "nothing"),
        ({"pence": 10**15}, "too_large"),
        ({"pence": -(10**15)}, "too_large"),
        ({"pay_date": None}, "no_date"),
        ({"pay_date": date(2024, 3, 31)}, "no_year"),
        ({"pay_date": date(2027, 4, 1)}, "no_year"),
    ],
)
def test_what_moves_no_figure_is_counted_with_its_reason(given, why):
    make_paid(**given)

    assert take() == Taken(left_out={why: 1})
    assert not Entry.objects.exists()


@pytest.mark.parametrize(("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026)])
def test_a_payment_belongs_to_the_year_of_its_day(day, year):
    payment = make_paid(pay_date=day)

    take()

    assert entries_of(payment)[0].year_starting == year


def test_payments_elsewhere_out_of_scope_unmatched_or_not_accepted_are_no_business_of_a_neighbourhood():
    make_paid(ELSEWHERE)
    make_paid(category="Pension contributions")
    make_file([make_payment(payee_raw="Nobody Knows Ltd")])
    make_file([make_payment(payee_raw="Pin Green Print Ltd")], is_accepted=False)

    assert take() == Taken()


def test_taking_again_changes_nothing():
    for code in ("N1", "N2", "TOWN"):
        make_paid(code)
    take()
    before = list(Entry.objects.values_list())

    assert take(at=LATER) == Taken(unchanged=3)
    assert list(Entry.objects.values_list()) == before


def test_a_payment_whose_file_is_undone_is_reversed_and_posted_anew_when_it_comes_back():
    payment = make_paid()
    take()
    undo(payment)

    assert take() == Taken(reversed=1)
    assert came_in("N1") == 0
    assert take() == Taken()

    again = SourceFile.objects.filter(pk=payment.file_id)
    again.update(undone_at=None, undone_by=None, undone_why="")
    attributing.attribute_file(file=again.get())
    assert take() == Taken(posted=1)
    assert [entry.source_ref for entry in entries_of(payment)] == [f"{payment.pk}/{n}" for n in (1, 1, 2)]
    assert came_in("N1") == payment.amount_pence
    assert failed() == []


def test_a_supplier_that_was_somewhere_else_moves_its_payments():
    payment = make_paid("N1")
    take()
    move(payment, "N2")

    assert take() == Taken(posted=1, reversed=1)

    first, *others = entries_of(payment)
    assert {(entry.ledger_id, entry.kind) for entry in others} == {("N1", "reversal"), ("N2", "movement")}
    assert first.reversed_by.why == "Its source says something else now: it is posted anew"
    assert (came_in("N1"), came_in("N2")) == (0, payment.amount_pence)
    assert take() == Taken(unchanged=1)
    assert failed() == []


def test_an_entry_that_somebody_reversed_is_posted_anew_while_its_payment_stands():
    payment = make_paid()
    take()
    ledger.reverse(entry=entries_of(payment)[0].pk, why="By mistake", at=NOON)

    assert take() == Taken(posted=1)
    assert came_in("N1") == payment.amount_pence


class TestClosedYears:
    """The year 2024-25 of ledger N1 is closed; today is in 2026-27, which is open."""

    @pytest.fixture
    def early(self):
        return date(2024, 6, 1)

    def test_a_payment_that_comes_late_restates_its_year(self, early):
        close(2024)
        payment = make_paid(pay_date=early)

        assert take() == Taken(posted=1)

        (entry,) = entries_of(payment)
        assert (entry.kind, entry.restates, entry.dated) == (EntryKind.RESTATEMENT, 2024, NOON.date())
        assert entry.why == "It came after its year had closed"
        assert take(at=LATER) == Taken(unchanged=1)
        assert failed() == []

    def test_what_was_posted_in_time_stays_when_its_year_closes(self, early):
        make_paid(pay_date=early)
        take()
        close(2024)

        assert take() == Taken(unchanged=1)

    def test_a_payment_that_is_gone_is_reversed_in_the_open_year(self, early):
        payment = make_paid(pay_date=early)
        take()
        close(2024)
        undo(payment)

        assert take() == Taken(reversed=1)

        reversal = entries_of(payment)[1]
        assert (reversal.dated, reversal.restates) == (NOON.date(), 2024)
        assert failed() == []

    def test_a_payment_that_moves_restates_the_closed_year_and_joins_the_open_one(self, early):
        payment = make_paid("N1", pay_date=early)
        take()
        close(2024)
        move(payment, "N2")

        assert take() == Taken(posted=1, reversed=1)

        assert {(e.ledger_id, e.kind, e.restates) for e in entries_of(payment)[1:]} == {
            ("N1", "reversal", 2024),
            ("N2", "movement", None),
        }
        assert failed() == []

    def test_without_an_open_year_for_today_nothing_is_corrected_and_that_is_said(self, early):
        gone, moved = make_paid(pay_date=early), make_paid("N2", pay_date=early)
        take()
        close(2024, 2025, 2026)
        make_paid(pay_date=early)
        undo(gone)
        move(moved, "N1")

        # One that came late, one that is gone from a closed year, and one that would come into it.
        assert take() == Taken(reversed=1, left_out={"no_open_year": 3})
        assert take() == Taken(left_out={"no_open_year": 3})

        ledger.open_year(ledger="N1", year_starting=2027)
        assert take(at=datetime(2027, 5, 1, tzinfo=UTC)) == Taken(posted=2, reversed=1)
        assert failed() == []


def test_many_are_taken_portion_by_portion(monkeypatch):
    monkeypatch.setattr(taking, "PORTION", 2)
    payments = [make_paid(code) for code in ("N1", "N2", "TOWN", "N1", "N2")]

    assert take() == Taken(posted=5)
    undo(payments[0])
    move(payments[1], "N1")

    # The second and the fifth were paid to the supplier who moved.
    assert take() == Taken(posted=2, reversed=3, unchanged=2)
    assert failed() == []


def test_an_entry_leads_to_its_payment_and_file_and_the_payment_to_what_it_moved():
    payment = make_paid("N1", pence=1_234_56)
    take()
    entry = entries_of(payment)[0]

    origin = origin_of(entry)

    assert origin.words == f"Payment {payment.pk} of £1,234.56"
    assert origin.address == f"/spending/payments/{payment.pk}/"
    (file,) = origin.evidence
    assert (file.title, file.digest) == (
        f"{payment.file.name}, record 1, published by Example Council",
        payment.file.bytes_digest,
    )
    assert list(moved_by(source="payment", ref_prefix=str(payment.pk))) == [entry]
    assert [
        (figure.account, figure.place, figure.year, figure.amount)
        for figure in figures_moved(source="payment", refs=[str(payment.pk)])
    ] == [
        ("Council contract spend delivered in the neighbourhood", "Pin Green", "2025-26", "1,234.56 pounds"),
        ("Where it went is not known (unexplained)", "Pin Green", "2025-26", "1,234.56 pounds"),
    ]


def test_the_entries_of_one_payment_are_not_those_of_a_number_that_begins_alike():
    payment = make_paid()
    take()

    assert not moved_by(source="payment", ref_prefix=str(payment.pk)[:-1] or "x").exists()
    assert not moved_by(source="paymen", ref_prefix=str(payment.pk)).exists()


def test_a_reversal_comes_from_what_it_reverses_and_of_a_file_undone_no_page_is_named():
    payment = make_paid()
    take()
    undo(payment)
    take()
    reversal = entries_of(payment)[1]

    assert origin_of(reversal).words.startswith(f"Payment {payment.pk} of")
    assert origin_of(reversal).address == ""
    figures = figures_moved(source="payment", refs=[str(payment.pk)])
    assert [figure.amount for figure in figures] == ["100.00 pounds"] * 2 + ["−100.00 pounds"] * 2
    assert all(figure.is_taken_back for figure in figures)
