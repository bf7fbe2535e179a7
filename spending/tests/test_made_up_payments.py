"""Payments made up for measuring: plainly made up, repeatable, of every kind, with every sum right."""

import pytest
from django.db import transaction

from charter.actions import load_words
from spending.actions import attributing
from spending.actions.volume import BODY, MadeUpAlready, seed
from spending.models import AttributedPayment, Attribution, Payee, PayeeClass, Payment, SourceFile, Supplier, Tier
from spending.tests.make_known import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def made_up():
    load_words()
    seed(1500, at=NOON)


def test_they_are_plainly_made_up_of_every_kind_and_every_sum_is_right(made_up):
    assert Payment.objects.count() == AttributedPayment.objects.count() == 1500
    assert set(SourceFile.objects.values_list("body__name", flat=True)) == {BODY}
    named = Payee.objects.filter(payee_class=PayeeClass.NAMED)
    assert not named.exclude(name__contains="Made-up").exists()

    known = Attribution.objects.all()
    assert set(known.values_list("tier", flat=True)) == set(Tier.values)
    assert set(known.values_list("payee_class", flat=True)) == set(PayeeClass.values)
    assert {"in", "public_body", "grant", "benefit", "tax"} <= set(known.values_list("scope", flat=True))
    assert {"unmatched", "no_site", "redacted"} <= set(known.values_list("why_unknown", flat=True))
    assert known.filter(is_branch=True).exists()
    assert known.exclude(neighbourhood=None).exists()
    assert Payment.objects.filter(amount_pence__lt=0).exists()
    assert Payment.objects.filter(pay_date=None).exists()
    assert Payment.objects.filter(pay_date__year=2018).exists()
    assert Payment.objects.filter(pay_date__year=2026).exists()
    assert attributing.differences() == []


def test_the_same_number_makes_the_same_payments():
    digests = []
    for _ in range(2):
        with transaction.atomic():
            seed(120, at=NOON)
            digests.append(list(SourceFile.objects.order_by("name").values_list("name", "rows_digest")))
            transaction.set_rollback(True)

    assert digests[0] == digests[1]
    assert len(digests[0]) == 102


def test_a_second_time_is_refused():
    seed(3, at=NOON)

    with pytest.raises(MadeUpAlready):
        seed(3, at=NOON)
    assert Supplier.objects.count() == 10
