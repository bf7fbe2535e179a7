"""Rules decide who a payee is: the surest first, and none where two could be meant."""

from datetime import date

import pytest

from spending.models import Decision, Payee, PayeeClass, Supplier, SupplierIdentifier, SupplierName, SupplierSite
from spending.tests.make_known import decide, make_body
from spending.tests.make_match import (
    NOON,
    make_charity,
    make_entry,
    make_named,
    make_payee,
    match,
    matched,
)

pytestmark = [pytest.mark.django_db]

BAKERY = "ROEBUCK BAKERY LIMITED"
ALWAYS = "to"


def test_the_company_number_decides_before_the_charity_number_the_councils_number_and_the_name():
    body = make_body()
    numbers = {"company_no": "1234567", "charity_no": "1112004", "supplier_ref": "V7"}
    make_entry("BY COMPANY NUMBER LTD", number="01234567")
    make_charity("BY CHARITY NUMBER")
    make_named("By supplier number", numbers={f"council:{body.pk}": "V7"})
    make_entry(BAKERY)
    payees = [
        make_payee(**numbers),
        make_payee(**{**numbers, "company_no": ""}),
        make_payee(**{**numbers, "company_no": "", "charity_no": ""}),
        make_payee(),
    ]

    match(*payees)

    assert [matched(payee) for payee in payees] == [
        [("BY COMPANY NUMBER LTD", "company_number", ALWAYS)],
        [("BY CHARITY NUMBER", "charity_number", ALWAYS)],
        [("By supplier number", "supplier_number", ALWAYS)],
        [(BAKERY, "exact_name", ALWAYS)],
    ]


@pytest.mark.parametrize("written", ["01234567", "1234567", " 1234567 ", "GB-COH-01234567"])
def test_a_company_number_is_found_however_it_is_written(written):
    make_entry(number="01234567")
    payee = make_payee("Another spelling", company_no=written)

    match(payee)

    assert matched(payee) == [(BAKERY, "company_number", ALWAYS)]


def test_a_number_in_small_letters_is_found():
    make_entry(number="SC004774")
    payee = make_payee("Another spelling", company_no="sc4774")

    match(payee)

    assert matched(payee) == [(BAKERY, "company_number", ALWAYS)]


def test_a_number_decides_where_the_supplier_is_in_no_register():
    make_named("Made by hand", numbers={"GB-COH": "01234567"})
    payee = make_payee("Another spelling", company_no="01234567")

    match(payee)

    assert matched(payee) == [("Made by hand", "company_number", ALWAYS)]


def test_the_councils_own_number_means_nothing_at_another_body():
    make_named("Supplier of one", numbers={f"council:{make_body().pk}": "V7"})
    payee = make_payee("Another spelling", supplier_ref="V7", body=make_body("Another Council"))

    match(payee)

    assert matched(payee) == []


def test_a_name_that_two_companies_bear_decides_nothing():
    make_entry()
    make_entry()
    payee = make_payee()

    assert match(payee) == set()
    assert matched(payee) == []
    assert not Supplier.objects.exists()


def test_a_company_that_takes_a_former_name_of_another_has_it_from_then_on():
    changed = date(2025, 6, 1)
    make_entry("HERTS BREAD LTD", uses=[("HERTS BREAD LTD", changed, None), (BAKERY, None, changed)])
    make_entry(BAKERY, uses=[(BAKERY, changed, None)])
    payee = make_payee()

    match(payee)

    assert matched(payee) == [
        ("HERTS BREAD LTD", "exact_name", "to 2025-06-01"),
        (BAKERY, "exact_name", "2025-06-01 to"),
    ]


def test_a_name_decides_only_while_its_company_lives():
    make_entry(alive_from=date(2010, 3, 1), alive_to=date(2025, 6, 1))
    payee = make_payee()

    match(payee)

    assert matched(payee) == [(BAKERY, "exact_name", "2010-03-01 to 2025-06-01")]


def test_a_company_that_died_before_it_had_the_name_never_had_it():
    make_entry(uses=[(BAKERY, date(2025, 6, 1), None)], alive_to=date(2024, 1, 1))
    payee = make_payee()

    match(payee)

    assert matched(payee) == []


def test_a_supplier_and_the_entry_it_came_from_are_one():
    entry = make_entry()
    make_named(BAKERY, numbers={"GB-COH": entry.number})
    payee = make_payee()

    match(payee)

    assert matched(payee) == [(BAKERY, "exact_name", ALWAYS)]
    assert Supplier.objects.count() == 1


def test_what_a_register_says_of_a_name_now_is_believed_before_the_suppliers_copy():
    entry = make_entry("HERTS BREAD LTD", uses=[("HERTS BREAD LTD", None, None), (BAKERY, None, date(2025, 6, 1))])
    make_named("Roebuck Bakery Ltd", numbers={"GB-COH": entry.number})
    make_entry(BAKERY, uses=[(BAKERY, date(2025, 6, 1), None)])
    payee = make_payee()

    match(payee)

    assert matched(payee) == [
        ("Roebuck Bakery Ltd", "exact_name", "to 2025-06-01"),
        (BAKERY, "exact_name", "2025-06-01 to"),
    ]


def test_a_charity_that_is_a_company_is_one_organisation_with_both_numbers():
    company = make_entry("ROEBUCK TRUST", number="01234567", postcode="SG1 1AA")
    make_charity("ROEBUCK TRUST", company_no="01234567", postcode="SG2 8AA")
    payee, by_number = make_payee("The Roebuck Trust"), make_payee("Trust", charity_no="1112004")

    match(payee, by_number)

    supplier = Supplier.objects.get()
    assert matched(payee) == [("ROEBUCK TRUST", "exact_name", ALWAYS)]
    assert matched(by_number) == [("ROEBUCK TRUST", "charity_number", ALWAYS)]
    assert (supplier.kind, supplier.kind_basis) == ("charity", "register")
    assert [str(number) for number in supplier.identifiers.all()] == ["GB-CHC 1112004", "GB-COH 01234567"]
    assert [(site.postcode, site.basis) for site in supplier.sites.all()] == [("SG1 1AA", "registered")]
    assert company.name == supplier.name


def test_the_councils_own_record_of_a_name_is_meant_before_the_one_company_of_that_name():
    make_named("Roebuck Bakery Ltd", numbers={f"council:{make_body().pk}": "V7"})
    make_entry(BAKERY)
    payee = make_payee()

    match(payee)

    assert matched(payee) == [("Roebuck Bakery Ltd", "exact_name", ALWAYS)]
    assert Supplier.objects.count() == 1


def test_a_name_says_nothing_against_a_number_that_no_register_knows():
    make_entry(BAKERY, number="01234567")
    payee = make_payee(company_no="07654321")

    match(payee)

    assert matched(payee) == []


@pytest.mark.parametrize("name", ["Roebuck", "Roebuck Bakery", "Roebuck Bakery (UK) Ltd", "X t/a Roebuck Bakery Ltd"])
def test_a_name_that_is_only_alike_decides_nothing(name):
    make_entry()
    payee = make_payee(name)

    match(payee)

    assert matched(payee) == []


def test_a_person_is_never_matched_by_name():
    make_named("Mr J Smith")
    payee = make_payee("MR J SMITH")

    match(payee)

    assert payee.is_individual
    assert matched(payee) == []


@pytest.mark.parametrize("payee_class", sorted({*PayeeClass} - {PayeeClass.NAMED}))
def test_what_is_no_name_is_never_matched(payee_class):
    make_entry(number="01234567")
    payee = make_payee(payee_class=payee_class, company_no="01234567")

    match(payee)

    assert matched(payee) == []


def test_a_supplier_is_made_whole_from_its_register():
    changed = date(2020, 6, 1)
    entry = make_entry(
        number="01234567",
        size="likely_small",
        postcode="SG1 1AA",
        alive_from=date(2010, 1, 1),
        uses=[(BAKERY, changed, None), ("Herts Bread Ltd", date(2010, 1, 1), changed)],
    )

    match(make_payee())

    supplier, name = Supplier.objects.get(), SupplierName.objects.get(used_to=None)
    assert (supplier.name, supplier.kind, supplier.kind_basis) == (BAKERY, "company", "register")
    assert (supplier.size, supplier.alive_from, supplier.alive_to) == ("likely_small", date(2010, 1, 1), None)
    assert (name.name, name.used_from, name.source) == (BAKERY, changed, "Companies House (bulk data)")
    assert SupplierName.objects.filter(name="HERTS BREAD LTD", key="herts bread ltd", used_to=changed).exists()
    site = SupplierSite.objects.get()
    assert (site.postcode, site.basis, site.as_at, site.valid_from) == ("SG1 1AA", "registered", entry.as_at, None)


def test_an_entry_without_a_postcode_gives_a_supplier_without_a_site():
    make_entry(kind="unknown")

    match(make_payee())

    assert Supplier.objects.get().kind_basis == "none"
    assert not SupplierSite.objects.exists()


def test_many_payees_of_one_organisation_make_one_supplier():
    make_entry(number="01234567")
    payees = [make_payee(), make_payee("ROEBUCK BAKERY LIMITED"), make_payee("Bakery", company_no="1234567")]

    match(*payees)

    assert {who for payee in payees for who, _, _ in matched(payee)} == {BAKERY}
    assert Supplier.objects.count() == 1


def test_matching_again_changes_nothing_that_still_holds():
    make_entry(uses=[(BAKERY, date(2020, 6, 1), None)])
    payee = make_payee()
    assert match(payee) == {payee.pk}
    before = list(Decision.objects.values())

    assert match(payee) == set()
    assert match() == set()
    assert list(Decision.objects.values()) == before


def test_a_decision_whose_name_another_bears_too_is_undone_and_kept():
    make_entry()
    payee = make_payee()
    match(payee)
    make_entry(BAKERY, alive_from=date(2026, 1, 1))

    assert match() == {payee.pk}

    assert matched(payee) == [(BAKERY, "exact_name", "to 2026-01-01")]
    undone = Decision.objects.get(undone_at=NOON)
    assert (undone.undone_by, undone.during.upper) == (None, None)
    assert Decision.objects.count() == 2


def test_a_number_that_becomes_known_takes_the_place_of_the_name():
    make_named("Roebuck Bakery Ltd")
    payee = make_payee(company_no="01234567")
    match(payee)
    assert matched(payee) == [("Roebuck Bakery Ltd", "exact_name", ALWAYS)]
    make_entry("ANOTHER LTD", number="01234567")

    match()

    assert matched(payee) == [("ANOTHER LTD", "company_number", ALWAYS)]


def test_the_register_of_the_day_is_kept_with_the_decision():
    make_entry(as_at=date(2026, 9, 1))
    payee = make_payee()

    match(payee)

    decision = Decision.objects.get()
    assert (decision.register_date, decision.matched_on) == (date(2026, 9, 1), "roebuck bakery ltd")
    assert (decision.decided_at, decision.decided_by) == (NOON, None)


def test_only_the_payees_that_are_asked_for_are_decided():
    make_entry()
    asked, other = make_payee(), make_payee("ROEBUCK BAKERY LIMITED")

    assert match(asked) == {asked.pk}
    assert matched(other) == []


class TestWhatAnOfficerDecided:
    def test_stands_whatever_the_rules_would_say(self):
        make_entry(number="01234567")
        chosen = make_named("Another Bakery Ltd")
        payee = make_payee(company_no="01234567")
        decide(payee, chosen)

        assert match(payee) == set()
        assert matched(payee) == [("Another Bakery Ltd", "person", ALWAYS)]

    def test_that_nobody_can_tell_stands_too(self):
        make_entry()
        payee = make_payee()
        decide(payee, None)

        match(payee)

        assert matched(payee) == [("nobody", "person", ALWAYS)]

    def test_bars_the_supplier_that_it_is_not(self):
        entry = make_entry()
        wrong = make_named(BAKERY, numbers={"GB-COH": entry.number})
        payee = make_payee()
        decide(payee, wrong, verdict="different")

        match(payee)

        assert matched(payee) == []

    def test_bars_a_number_and_lets_the_name_decide(self):
        wrong = make_named("Wrong Ltd", numbers={f"council:{make_body().pk}": "V7"})
        make_named("Roebuck Bakery Ltd")
        payee = make_payee(supplier_ref="V7")
        decide(payee, wrong, verdict="different")

        match(payee)

        assert matched(payee) == [("Roebuck Bakery Ltd", "exact_name", ALWAYS)]

    def test_holds_for_the_same_name_of_the_same_body_beside_other_numbers(self):
        make_entry()
        chosen = make_named("Another Bakery Ltd")
        decision = decide(make_payee(), chosen)
        later, elsewhere = make_payee(supplier_ref="V7"), make_payee(body=make_body("Another Council"))

        assert match(later, elsewhere) == {later.pk, elsewhere.pk}

        assert matched(later) == [("Another Bakery Ltd", "person", ALWAYS)]
        assert Decision.objects.get(payee=later).decided_by == decision.decided_by
        assert matched(elsewhere) == [(BAKERY, "exact_name", ALWAYS)]

    def test_of_a_name_gives_way_to_a_number_of_its_own(self):
        make_entry("BY NUMBER LTD", number="01234567")
        decide(make_payee(), make_named("Another Bakery Ltd"))
        later = make_payee(company_no="01234567")

        match(later)

        assert matched(later) == [("BY NUMBER LTD", "company_number", ALWAYS)]

    def test_of_a_name_is_not_followed_where_there_are_two(self):
        decide(make_payee(supplier_ref="V1"), make_named("One Ltd"))
        decide(make_payee(supplier_ref="V2"), make_named("Two Ltd"))
        later = make_payee(supplier_ref="V3")

        match(later)

        assert matched(later) == []


@pytest.mark.parametrize("count", [1, 30])
def test_matching_takes_as_many_queries_for_thirty_as_for_one(count, django_assert_max_num_queries):
    payees = []
    for number in range(count):
        make_entry(f"SUPPLIER {number} LTD", number=f"0{number + 1000000}", postcode="SG1 1AA")
        payees.append(make_payee(f"Supplier {number} Ltd", company_no=f"{number + 1000000}" if number % 2 else ""))

    with django_assert_max_num_queries(24):
        assert match(*payees) == {payee.pk for payee in payees}

    assert SupplierIdentifier.objects.count() == Payee.objects.count() == count
