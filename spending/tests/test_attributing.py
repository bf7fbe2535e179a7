"""What is known of a published payment: who, on what ground, where on its day, and if not, why."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from charter.actions import load_words
from charter.models import NeighbourhoodSmallArea, SmallArea
from spending import actions
from spending.actions import SecondVersion, attributing
from spending.models import (
    AttributedPayment,
    MatchBasis,
    Payee,
    Postcode,
    SupplierSite,
    Tier,
    TierRule,
    Verdict,
    WhyUnknown,
)
from spending.tests.make import MONDAY, ROWS, make_import, make_officer, spend_file
from spending.tests.make_known import (
    STEVENAGE,
    decide,
    known,
    make_body,
    make_file,
    make_payment,
    make_postcode,
    make_site,
    make_supplier,
    take_back,
)

pytestmark = pytest.mark.django_db

# The file of June again, the first payment a thousand pounds more.
CHANGED = [[*ROWS[0][:-1], "2000.50"], *ROWS[1:]]
BAKERY = "Roebuck Bakery Ltd"
HERTFORDSHIRE = {"county": "E10000015", "region": "E12000006", "country": "E92000001"}
EAST = {"region": "E12000006", "country": "E92000001"}


@pytest.fixture
def paid():
    """A published payment to the bakery in June 2025; nobody knows yet who the bakery is."""
    payment = make_payment()
    make_file([payment])
    return payment


@pytest.fixture
def bakery(paid):
    """The supplier that the payment's payee is, with no site yet."""
    supplier = make_supplier(kind="company", size="likely_small")
    decide(BAKERY, supplier, basis=MatchBasis.EXACT_NAME)
    return supplier


def look_again(supplier):
    attributing.attribute_suppliers(suppliers=[supplier.pk])


def rule_from(day, **changed):
    """Put another rule of what is local in force from a day on."""
    first = TierRule.objects.get(version=1)
    columns = {name: getattr(first, name) for name in ("borough_codes", "county_codes", "bordering_codes")}
    columns |= {"region_codes": first.region_codes, "bases": first.bases}
    version = TierRule.objects.count() + 1
    return TierRule.objects.create(version=version, valid_from=day, why="A test", **{**columns, **changed})


class TestTiers:
    @pytest.mark.parametrize(
        ("area", "tier"),
        [
            (STEVENAGE, Tier.T1),
            ({"district": "E07000101", "country": "E92000001"}, Tier.T1),  # Stevenage's code until 2012
            ({"district": "E07000242", **HERTFORDSHIRE}, Tier.T2),
            ({"district": "E07000067", "county": "E10000012", **EAST}, Tier.T3),  # Essex, by its county
            ({"district": "E06000056", **EAST}, Tier.T3),  # Central Bedfordshire, a district of no county
            ({"district": "E09000003", "region": "E12000007", "country": "E92000001"}, Tier.T3),  # Barnet
            ({"district": "E07000148", "county": "E10000020", **EAST}, Tier.T4),  # Norwich
            ({"district": "E08000035", "region": "E12000003", "country": "E92000001"}, Tier.T5),  # Leeds
            ({"district": "S12000036", "country": "S92000003"}, Tier.T5),
            ({"district": "W06000015", "country": "W92000004"}, Tier.T5),
            ({"district": "N09000003", "country": "N92000002"}, Tier.T5),
            ({"district": "L99999999", "country": "L93000001"}, Tier.T6),  # Jersey: in the directory, not in the UK
            ({"district": "M99999999", "country": "M83000003"}, Tier.T6),
        ],
    )
    def test_the_areas_of_its_postcode_tell_the_tier(self, paid, bakery, area, tier):
        make_postcode(**area)
        make_site(bakery)

        look_again(bakery)

        assert known(paid)["tier"] == tier
        assert known(paid)["why_unknown"] == ""
        assert known(paid)["tier_rule_id"] == TierRule.objects.get().pk

    def test_a_site_outside_the_uk_needs_no_postcode(self, paid, bakery):
        make_site(bakery, "")

        look_again(bakery)

        assert known(paid)["tier"] == Tier.T6

    def test_each_day_has_the_rule_that_was_in_force(self, bakery):
        """Norwich joins the bordering areas on 1 January 2025."""
        make_postcode(district="E07000148", county="E10000020", **EAST)
        make_site(bakery)
        second = rule_from(date(2025, 1, 1), bordering_codes=["E10000020"])
        days = [date(1999, 1, 1), date(2024, 12, 31), date(2025, 1, 1), None]
        payments = [make_payment(pay_date=day) for day in days]

        make_file(payments)

        assert [known(payment)["tier"] for payment in payments] == [Tier.T4, Tier.T4, Tier.T3, Tier.T3]
        assert known(payments[3])["tier_rule_id"] == second.pk

    def test_a_branch_is_flagged(self, paid, bakery):
        make_postcode()
        make_site(bakery, is_branch=True)

        look_again(bakery)

        assert known(paid)["is_branch"]


class TestSites:
    def test_the_best_ground_of_the_rule_speaks(self, paid, bakery):
        make_postcode("SG1 1AA")
        make_postcode("LS1 1AA", district="E08000035", country="E92000001")
        make_site(bakery, "LS1 1AA", basis="registered", as_at=date(2026, 1, 1))
        make_site(bakery, "SG1 1AA", basis="remittance")

        look_again(bakery)

        assert (known(paid)["tier"], known(paid)["site_basis"]) == (Tier.T1, "remittance")

    def test_another_rule_may_put_another_ground_first_or_leave_one_out(self, paid, bakery):
        make_postcode()
        make_site(bakery)
        make_site(bakery, "", basis="registered")
        rule_from(date(2025, 6, 1), bases=["registered"])

        look_again(bakery)

        assert (known(paid)["tier"], known(paid)["site_basis"]) == (Tier.T6, "registered")

    def test_of_two_at_one_time_the_newer_source_speaks(self, paid, bakery):
        make_postcode()
        make_site(bakery, "", as_at=date(2025, 1, 1), valid_to=date(2025, 12, 1))
        make_site(bakery, "SG1 1AA", as_at=date(2025, 2, 1), valid_from=date(2025, 1, 1))

        look_again(bakery)

        assert known(paid)["tier"] == Tier.T1

    def test_a_supplier_that_moves_keeps_its_past(self, bakery):
        make_postcode("SG1 1AA")
        make_postcode("LS1 1AA", district="E08000035", country="E92000001")
        days = [date(2018, 1, 1), date(2025, 3, 31), date(2025, 4, 1), None]
        payments = [make_payment(pay_date=day) for day in days]
        make_file(payments)
        site = make_site(bakery, "SG1 1AA")
        look_again(bakery)
        assert {known(payment)["tier"] for payment in payments} == {Tier.T1}

        SupplierSite.objects.filter(pk=site.pk).update(valid_to=date(2025, 4, 1))
        make_site(bakery, "LS1 1AA", valid_from=date(2025, 4, 1))
        look_again(bakery)

        assert [known(payment)["tier"] for payment in payments] == [Tier.T1, Tier.T1, Tier.T5, Tier.T5]

    def test_the_day_a_site_began_and_the_day_it_ended_are_the_edges(self, bakery):
        make_postcode()
        make_site(bakery, valid_from=date(2025, 6, 1), valid_to=date(2025, 6, 30))
        days = [date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 29), date(2025, 6, 30), None]
        payments = [make_payment(pay_date=day) for day in days]

        make_file(payments)

        assert [known(payment)["tier"] for payment in payments] == ["U", "T1", "T1", "U", "U"]


class TestPostcodes:
    def test_a_postcode_that_was_given_up_still_has_its_place(self, paid, bakery):
        make_postcode(**STEVENAGE, terminated_on=date(2020, 1, 1))
        make_site(bakery)

        look_again(bakery)

        assert known(paid)["tier"] == Tier.T1

    def test_each_day_has_the_areas_of_its_time_and_the_first_edition_speaks_for_what_was_before(self, bakery):
        make_site(bakery)
        turn = date(2025, 6, 1)
        elsewhere = {"district": "E08000035", "country": "E92000001"}
        Postcode.objects.create(postcode="SG1 1AA", **STEVENAGE, valid_from=date(2024, 1, 1), valid_to=turn)
        Postcode.objects.create(postcode="SG1 1AA", **elsewhere, valid_from=turn)
        days = [date(2019, 1, 1), date(2025, 5, 31), turn, None]
        payments = [make_payment(pay_date=day) for day in days]

        make_file(payments)

        assert [known(payment)["tier"] for payment in payments] == [Tier.T1, Tier.T1, Tier.T5, Tier.T5]


class TestNeighbourhoods:
    @pytest.fixture
    def home(self, bakery):
        load_words()
        link = NeighbourhoodSmallArea.objects.select_related("neighbourhood").order_by("pk")[0]
        make_postcode(**STEVENAGE, small_area=link.small_area_id)
        make_site(bakery)
        look_again(bakery)
        return link

    def test_a_payment_to_stevenage_has_the_neighbourhood_of_its_small_area(self, paid, home):
        assert known(paid)["neighbourhood_id"] == home.neighbourhood_id

    def test_days_before_the_first_link_have_the_first(self, home):
        early = make_payment(pay_date=date(2019, 1, 1))

        make_file([early])

        assert known(early)["neighbourhood_id"] == home.neighbourhood_id

    def test_a_small_area_that_changes_hands_keeps_its_past(self, home):
        other = NeighbourhoodSmallArea.objects.exclude(neighbourhood=home.neighbourhood)[0].neighbourhood
        turn = date(2025, 6, 1)
        NeighbourhoodSmallArea.objects.filter(pk=home.pk).update(valid_to=turn)
        NeighbourhoodSmallArea.objects.create(
            neighbourhood=other, small_area=home.small_area, valid_from=turn, source="A test"
        )
        days = [date(2025, 5, 31), turn, None]
        payments = [make_payment(pay_date=day) for day in days]

        make_file(payments)

        expected = [home.neighbourhood_id, other.pk, other.pk]
        assert [known(payment)["neighbourhood_id"] for payment in payments] == expected

    def test_outside_stevenage_there_is_none(self, paid, bakery, home):
        Postcode.objects.update(district="E07000242")

        look_again(bakery)

        assert (known(paid)["tier"], known(paid)["neighbourhood_id"]) == (Tier.T2, None)

    def test_a_small_area_that_no_neighbourhood_has_is_stevenage_all_the_same(self, paid, bakery, home):
        SmallArea.objects.create(code="E01999999", name="Nowhere", valid_from=date(2021, 3, 21))
        Postcode.objects.update(small_area="E01999999")

        look_again(bakery)

        assert (known(paid)["tier"], known(paid)["neighbourhood_id"]) == (Tier.T1, None)


class TestUnknown:
    def test_a_payee_that_nobody_matched(self, paid):
        assert known(paid)["why_unknown"] == WhyUnknown.UNMATCHED
        assert (known(paid)["tier"], known(paid)["match_basis"], known(paid)["tier_rule_id"]) == ("U", "", None)

    def test_a_payee_of_which_an_officer_said_that_it_can_not_be_told(self, paid):
        decide(BAKERY, None)

        assert (known(paid)["why_unknown"], known(paid)["match_basis"]) == (WhyUnknown.NOBODY, "")

    def test_a_payee_of_which_it_is_only_known_who_it_is_not(self, paid):
        decide(BAKERY, make_supplier(), verdict=Verdict.DIFFERENT)

        assert (known(paid)["why_unknown"], known(paid)["supplier_id"]) == (WhyUnknown.UNMATCHED, None)

    def test_a_supplier_without_a_site(self, paid, bakery):
        assert known(paid)["why_unknown"] == WhyUnknown.NO_SITE
        assert (known(paid)["supplier_id"], known(paid)["match_basis"]) == (bakery.pk, MatchBasis.EXACT_NAME)

    def test_a_site_whose_postcode_is_in_no_directory(self, paid, bakery):
        make_site(bakery)

        look_again(bakery)

        assert (known(paid)["why_unknown"], known(paid)["site_basis"]) == (WhyUnknown.NO_POSTCODE, "trading")

    @pytest.mark.parametrize("payee_class", ["redacted", "pooled", "coded", "blank"])
    def test_what_is_no_name_is_never_attributed_whatever_was_decided(self, payee_class):
        payment = make_payment(payee_raw="", payee_class=payee_class)
        make_file([payment])
        supplier = make_supplier()
        make_postcode()
        make_site(supplier)

        decide(Payee.objects.get(), supplier)

        found = known(payment)
        assert (found["why_unknown"], found["payee_class"], found["tier"]) == (payee_class, payee_class, Tier.UNKNOWN)
        assert (found["supplier_id"], found["match_basis"], found["kind"]) == (None, "", "unknown")
        assert attributing.differences() == []


class TestDecisions:
    def test_a_decision_holds_for_its_days_only(self):
        days = [date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 30), date(2025, 7, 1), None]
        payments = [make_payment(pay_date=day) for day in days]
        make_file(payments)
        supplier = make_supplier()

        decide(BAKERY, supplier, during=DateRange(date(2025, 6, 1), date(2025, 7, 1)))

        found = [known(payment)["supplier_id"] for payment in payments]
        assert found == [None, supplier.pk, supplier.pk, None, None]

    @pytest.mark.parametrize(
        ("during", "holds"),
        [
            (DateRange(None, None), True),
            (DateRange(date(2000, 1, 1), None), False),
            (DateRange(None, date(2099, 1, 1)), False),
        ],
    )
    def test_a_payment_without_a_date_needs_one_that_holds_on_any_day(self, during, holds):
        payment = make_payment(pay_date=None)
        make_file([payment])

        decide(BAKERY, make_supplier(), during=during)

        assert (known(payment)["supplier_id"] is not None) == holds

    def test_one_that_is_undone_leaves_the_payment_as_it_was(self, paid):
        before = known(paid)
        decision = decide(BAKERY, make_supplier())
        assert known(paid) != before

        take_back(decision)

        assert known(paid) == before

    def test_the_same_name_of_another_body_is_another_payee(self, paid):
        other = make_payment()
        make_file([other], body=make_body("Another Council"))

        decide(Payee.objects.get(body__name="Another Council"), make_supplier())

        assert known(other)["supplier_id"] is not None
        assert known(paid)["supplier_id"] is None

    def test_a_number_beside_the_name_makes_it_another_payee(self, paid):
        numbered = make_payment(company_no="01234567")
        make_file([numbered])

        assert known(numbered)["payee_id"] != known(paid)["payee_id"]


class TestKinds:
    def test_kind_and_size_are_the_suppliers(self, paid, bakery):
        assert (known(paid)["kind"], known(paid)["size"]) == ("company", "likely_small")

    @pytest.mark.parametrize(("name", "kind"), [("Mr J Smith", "individual"), ("Smith Builders", "unknown")])
    def test_of_nobody_that_is_known_only_a_persons_name_tells(self, name, kind):
        payment = make_payment(payee_raw=name)

        make_file([payment])

        assert (known(payment)["kind"], known(payment)["size"]) == (kind, "unknown")


def test_names_as_long_as_a_cell_are_kept_apart_by_their_first_500_characters():
    long = "Builders " * 10_000
    payments = [make_payment(payee_raw=long + "one"), make_payment(payee_raw=long), make_payment(payee_raw="B" + long)]

    make_file(payments)

    assert Payee.objects.count() == 2
    assert attributing.differences() == []


def test_a_payment_that_nobody_accepted_is_not_attributed():
    make_file([make_payment()], is_accepted=False)

    assert not AttributedPayment.objects.exists()
    assert attributing.differences() == []


def test_what_a_file_names_for_the_first_time_is_made_once():
    first = make_file([make_payment(), make_payment(payee_raw="Pin Green Print Ltd")])
    second = make_file([make_payment(), make_payment(payee_raw="Bedwell Books Ltd")], is_accepted=False)

    assert attributing.payees_of(file=first) == set()
    assert attributing.payees_of(file=second) == {Payee.objects.get(name="Bedwell Books Ltd").pk}
    assert Payee.objects.count() == 3


class TestActsOnFiles:
    def test_accepting_attributes_and_undoing_forgets(self, tmp_path):
        file = make_import(spend_file(tmp_path)).file
        assert not AttributedPayment.objects.exists()

        actions.accept(note=file.note, by=make_officer(), at=MONDAY)
        assert AttributedPayment.objects.filter(file=file).count() == 3
        assert attributing.differences() == []

        actions.undo(file=file, why="A mistake", by=None, at=MONDAY)
        assert not AttributedPayment.objects.exists()
        assert attributing.differences() == []

    def test_a_second_version_takes_the_place_of_the_first_and_gives_it_back(self, tmp_path):
        officer = make_officer()
        first = make_import(spend_file(tmp_path)).file
        actions.accept(note=first.note, by=officer, at=MONDAY)

        second = make_import(spend_file(tmp_path, CHANGED), second_version=SecondVersion.REPLACE).file
        assert not AttributedPayment.objects.exists()

        actions.accept(note=second.note, by=officer, at=MONDAY)
        assert sum(paid.amount_pence for paid in AttributedPayment.objects.all()) == 250_000

        actions.undo(file=second, why="A mistake", by=None, at=MONDAY)
        assert AttributedPayment.objects.filter(file=first).count() == AttributedPayment.objects.count() == 3
        assert attributing.differences() == []

    def test_a_second_version_that_nobody_accepted_gives_a_first_back_that_nobody_accepted(self, tmp_path):
        make_import(spend_file(tmp_path))
        second = make_import(spend_file(tmp_path, CHANGED), second_version=SecondVersion.REPLACE).file

        actions.undo(file=second, why="A mistake", by=None, at=MONDAY)

        assert not AttributedPayment.objects.exists()


@pytest.mark.parametrize("payments", [1, 30])
def test_a_decision_asks_the_database_as_often_for_one_payment_as_for_thirty(django_assert_num_queries, payments):
    make_file([make_payment(amount_pence=number) for number in range(payments)])
    payee = Payee.objects.get()

    with django_assert_num_queries(17):
        attributing.attribute_payees(payees=[payee.pk])
