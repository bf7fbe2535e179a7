"""Sums and counts that follow every act to the penny: against the view, worked out anew by other means."""

from collections import Counter, defaultdict
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spending.actions import attributing
from spending.models import (
    AttributedPayment,
    Decision,
    ImportNote,
    PartyTotal,
    Payee,
    PayeeTotal,
    PlaceTotal,
    SourceFile,
    Supplier,
    SupplierSite,
    Tally,
    Total,
)
from spending.tests.make_known import (
    NOON,
    decide,
    make_body,
    make_file,
    make_payment,
    make_postcode,
    make_site,
    make_supplier,
    officer,
    publish,
    take_back,
)

pytestmark = pytest.mark.django_db

DAYS = [date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 1), date(2024, 12, 31), None]
POSTCODES = {"SG1 1AA": {}, "LS1 1AA": {"district": "E08000035", "country": "E92000001"}}


def view_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM spending_live")
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def quarter_of(day):
    return day and date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def year_of(day):
    return day.year if day.month >= 4 else day.year - 1


KNOWN_AS = (
    *("body_id", "amount_basis", "payee_class", "scope", "match_basis", "tier", "tier_rule_id", "why_unknown"),
    *("site_basis", "is_branch", "neighbourhood_id", "kind", "size"),
)


def totals(rows):
    found = defaultdict(Counter)
    for row in rows:
        known, quarter = tuple(row[name] for name in KNOWN_AS), quarter_of(row["pay_date"])
        department, category = row["department_id"], row["category_id"]
        grains = {
            "all": (None, None),
            "department": (department, None),
            "category": (None, category),
            "both": (department, category),
        }
        for grain, parts in grains.items():
            found[(grain, quarter, *parts, *known)].update(
                pence=row["amount_pence"], credit_pence=min(row["amount_pence"], 0), payments=1
            )
    return {key: dict(sums) for key, sums in found.items()}


def kept_totals():
    known = [f"attribution__{name}" for name in KNOWN_AS]
    sums = ("pence", "credit_pence", "payments")
    keys = ("grain", "quarter", "department_id", "category_id", *known)
    return {
        tuple(row[key] for key in keys): {name: row[name] for name in sums}
        for row in Total.objects.values(*keys, *sums)
    }


def place_totals(rows):
    found = defaultdict(Counter)
    for (grain, quarter, department, category, *known), sums in totals(rows).items():
        is_known = dict(zip(KNOWN_AS, known, strict=True))
        place = tuple(is_known[name] for name in ("body_id", "scope", "tier", "is_branch"))
        found[(grain, quarter, department, category, *place)].update(pence=sums["pence"], payments=sums["payments"])
    return {key: (sums["pence"], sums["payments"]) for key, sums in found.items()}


def kept_place_totals():
    keys = ("grain", "quarter", "department_id", "category_id", "body_id", "scope", "tier", "is_branch")
    return {tuple(row[:8]): tuple(row[8:]) for row in PlaceTotal.objects.values_list(*keys, "pence", "payments")}


def parts_of(row):
    yield "all", ""
    yield "quarter", str(quarter_of(row["pay_date"]))
    yield "department", str(row["department_id"] or "")
    yield "category", str(row["category_id"] or "")
    yield "kind", row["kind"]


def party_totals(rows):
    found = defaultdict(Counter)
    for row in rows:
        if row["scope"] == "in" and row["payee_class"] == "named" and row["pay_date"]:
            for part in parts_of(row):
                party = row["supplier_id"] or -row["payee_id"]
                key = (party, row["body_id"], year_of(row["pay_date"]), *part, row["tier"])
                found[key].update(pence=row["amount_pence"], payments=1)
    return {key: (sums["pence"], sums["payments"]) for key, sums in found.items()}


def payee_totals(rows):
    found = defaultdict(Counter)
    for row in rows:
        is_waiting = row["scope"] == "in" and row["why_unknown"] == "unmatched"
        found[row["payee_id"]].update(
            pence=row["amount_pence"],
            payments=1,
            unmatched_pence=row["amount_pence"] * is_waiting,
            unmatched_payments=1 * is_waiting,
        )
    return {payee: dict(sums) for payee, sums in found.items()}


def assert_all_is_right():
    """Hold every derived row against the view, by this file's own sums and by the command's."""
    rows = view_rows()
    parties = party_totals(rows)

    assert set(AttributedPayment.objects.values_list("payment_id", flat=True)) == {row["payment_id"] for row in rows}
    assert kept_totals() == totals(rows)
    assert kept_place_totals() == place_totals(rows)
    columns = ("party", "body_id", "year_starting", "dimension", "value", "tier", "pence", "payments")
    assert {tuple(row[:6]): tuple(row[6:]) for row in PartyTotal.objects.values_list(*columns)} == parties
    tallies = {tuple(row[:5]): row[5] for row in Tally.objects.values_list(*columns[1:6], "parties")}
    assert tallies == Counter(key[1:] for key in parties)
    sums = ("pence", "payments", "unmatched_pence", "unmatched_payments")
    kept = {row["payee_id"]: {name: row[name] for name in sums} for row in PayeeTotal.objects.values("payee_id", *sums)}
    assert kept == payee_totals(rows)
    assert attributing.differences() == []


payments = st.builds(
    dict,
    pay_date=st.sampled_from(DAYS),
    payee=st.sampled_from(
        [("Roebuck Bakery Ltd", "named"), ("Mr J Smith", "named"), ("Essex County Council", "named"), ("", "blank")]
    ),
    amount_pence=st.integers(-30_000, 30_000),
    department=st.sampled_from(["", "Housing", "Planning"]),
    category=st.sampled_from(["", "Repairs", "Grants"]),
    purpose=st.sampled_from(["Works", "Grant"]),
    amount_basis=st.sampled_from(["net", "gross"]),
)
files = st.lists(payments, min_size=1, max_size=8)


class Acts:
    """What can happen to spending, one act a method. What an act changes is chosen by the numbers it draws."""

    def __init__(self, draw):
        self.draw = draw

    def one_of(self, rows):
        rows = list(rows.order_by("pk"))
        return rows[self.draw(st.integers(0, len(rows) - 1))] if rows else None

    def add_a_file(self):
        written = self.draw(files)
        body = make_body(self.draw(st.sampled_from(["Example Council", "Another Council"])))
        lines = [{**line, "payee_raw": line["payee"][0], "payee_class": line["payee"][1]} for line in written]
        for line in lines:
            del line["payee"]
        make_file([make_payment(**line) for line in lines], body=body, is_accepted=self.draw(st.booleans()))

    def accept_a_file(self):
        if file := self.one_of(SourceFile.objects.filter(note__accepted_at=None, undone_at=None)):
            publish(file)

    def undo_a_file(self):
        if file := self.one_of(SourceFile.objects.counted()):
            SourceFile.objects.filter(pk=file.pk).update(undone_at=NOON, undone_why="A test")
            attributing.forget_file(file=file)

    def count_a_file_again(self):
        if file := self.one_of(SourceFile.objects.exclude(undone_at=None)):
            SourceFile.objects.filter(pk=file.pk).update(undone_at=None, undone_why="")
            attributing.attribute_file(file=file)

    def decide(self):
        taken = Decision.objects.standing().values("payee")
        payee = self.one_of(Payee.objects.exclude(pk__in=taken))
        if payee:
            decide(payee, self.one_of(Supplier.objects.all()))

    def take_back(self):
        if decision := self.one_of(Decision.objects.standing()):
            take_back(decision)

    def add_a_supplier(self):
        supplier = make_supplier(kind=self.draw(st.sampled_from(["company", "charity", "public_body"])))
        if self.draw(st.booleans()):
            make_site(supplier, self.draw(st.sampled_from([*POSTCODES, "ZZ1 1ZZ", ""])))

    def move_a_supplier(self):
        site = self.one_of(SupplierSite.objects.filter(valid_to=None, valid_from=None))
        if site:
            turn = self.draw(st.sampled_from(DAYS[:-1]))
            SupplierSite.objects.filter(pk=site.pk).update(valid_to=turn)
            make_site(site.supplier, self.draw(st.sampled_from(list(POSTCODES))), valid_from=turn)
            attributing.attribute_suppliers(suppliers=[site.supplier_id])

    def change_a_kind(self):
        if supplier := self.one_of(Supplier.objects.all()):
            Supplier.objects.filter(pk=supplier.pk).update(kind="cic", size="likely_small")
            attributing.attribute_suppliers(suppliers=[supplier.pk])

    def make_all_anew(self):
        attributing.attribute_all()


ACTS = [name for name in vars(Acts) if not name.startswith("_") and name != "one_of"]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_happens_in_whatever_order_every_sum_is_what_the_view_says(data):
    with transaction.atomic():
        for postcode, area in POSTCODES.items():
            make_postcode(postcode, **area)
        acts = Acts(data.draw)
        acts.add_a_file()
        for name in data.draw(st.lists(st.sampled_from(ACTS), max_size=10)):
            getattr(acts, name)()
            assert_all_is_right()
        transaction.set_rollback(True)


def everything():
    """Return every derived sum, to hold one moment against another."""
    rows = [
        sorted(model.objects.values_list(*fields), key=repr)
        for model, fields in (
            (Total, [field.attname for field in Total._meta.concrete_fields if field.name != "id"]),
            (PlaceTotal, [field.attname for field in PlaceTotal._meta.concrete_fields if field.name != "id"]),
            (PartyTotal, [field.attname for field in PartyTotal._meta.concrete_fields if field.name != "id"]),
            (Tally, [field.attname for field in Tally._meta.concrete_fields if field.name != "id"]),
            (PayeeTotal, [field.attname for field in PayeeTotal._meta.concrete_fields]),
        )
    ]
    assert any(rows)
    return rows


def test_undoing_a_file_or_a_decision_brings_back_exactly_the_former_sums():
    make_postcode()
    supplier = make_supplier()
    make_site(supplier)
    make_file([make_payment(), make_payment(amount_pence=-2_500, pay_date=None), make_payment(category="Grants")])
    before = everything()

    file = make_file([make_payment(amount_pence=77), make_payment(payee_raw="Bedwell Books Ltd", department="Arts")])
    SourceFile.objects.filter(pk=file.pk).update(undone_at=NOON, undone_why="A test")
    attributing.forget_file(file=file)
    assert everything() == before

    decision = decide("Roebuck Bakery Ltd", supplier)
    assert everything() != before
    take_back(decision)
    assert everything() == before


@pytest.mark.parametrize(
    ("day", "quarter", "year_starting"),
    [
        (date(2025, 3, 31), date(2025, 1, 1), 2024),
        (date(2025, 4, 1), date(2025, 4, 1), 2025),
        (date(2025, 5, 31), date(2025, 4, 1), 2025),
        (date(2025, 6, 30), date(2025, 4, 1), 2025),
        (date(2025, 7, 1), date(2025, 7, 1), 2025),
        (date(2025, 12, 31), date(2025, 10, 1), 2025),
        (date(2026, 1, 1), date(2026, 1, 1), 2025),
        (date(2024, 2, 29), date(2024, 1, 1), 2023),
    ],
)
def test_years_begin_in_april_and_quarters_with_them(day, quarter, year_starting):
    make_file([make_payment(pay_date=day)])

    assert Total.objects.get(grain="all").quarter == quarter
    assert PartyTotal.objects.get(dimension="all").year_starting == year_starting
    assert PartyTotal.objects.get(dimension="quarter").value == str(quarter)


def test_payments_without_a_date_are_in_a_total_of_their_own_and_in_no_year():
    make_file([make_payment(pay_date=None), make_payment(pay_date=None, amount_pence=5)])

    total = Total.objects.get(grain="all")
    assert (total.quarter, total.pence, total.payments) == (None, 10_005, 2)
    assert not PartyTotal.objects.exists()
    assert not Tally.objects.exists()
    assert PayeeTotal.objects.get().unmatched_pence == 10_005


def test_credits_are_netted_and_told_apart():
    make_file([make_payment(amount_pence=pence) for pence in (100, -300, 0, -1)])

    total = Total.objects.get(grain="all")
    assert (total.pence, total.credit_pence, total.payments) == (-201, -301, 4)


def test_totals_of_places_tell_nothing_apart_but_where_the_money_went():
    """On other grounds, of another kind: one total of a place, and one that says so as a whole."""
    make_postcode()
    shop, charity = make_supplier(), make_supplier(name="Bedwell Books", kind="charity")
    for supplier in (shop, charity):
        make_site(supplier)
    make_file([make_payment(amount_pence=700), make_payment(payee_raw="Bedwell Books", amount_pence=-50)])
    decide("Roebuck Bakery Ltd", shop)
    decide("Bedwell Books", charity)

    assert Total.objects.filter(grain="all").count() == 2
    place = PlaceTotal.objects.get(grain="all")
    assert (place.scope, place.tier, place.pence, place.payments) == ("in", "T1", 650, 2)


def test_sums_of_nothing_that_has_payments_stay():
    make_file([make_payment(amount_pence=100), make_payment(amount_pence=-100)])

    assert Total.objects.get(grain="all").payments == 2
    assert Tally.objects.get(dimension="all").parties == 1


def test_a_party_is_a_supplier_whatever_names_it_has_and_else_a_name():
    supplier = make_supplier()
    names = ["Roebuck Bakery Ltd", "ROEBUCK BAKERY", "Bedwell Books Ltd"]
    make_file([make_payment(payee_raw=name) for name in names])
    assert Tally.objects.get(dimension="all").parties == 3

    for name in names[:2]:
        decide(name, supplier)

    books = Payee.objects.get(name="Bedwell Books Ltd")
    assert set(PartyTotal.objects.filter(dimension="all").values_list("party", "payments")) == {
        (supplier.pk, 2),
        (-books.pk, 1),
    }
    assert Tally.objects.get(dimension="all", tier="U").parties == 2


@pytest.mark.parametrize(
    "payment",
    [
        {"payee_raw": "REDACTED", "payee_class": "redacted"},
        {"payee_raw": "Various", "payee_class": "pooled"},
        {"payee_raw": "100482", "payee_class": "coded"},
        {"payee_raw": "", "payee_class": "blank"},
        {"category": "Grants"},
    ],
)
def test_who_can_not_be_counted_or_is_left_out_is_no_party(payment):
    make_file([make_payment(**payment)])

    assert not PartyTotal.objects.exists()
    assert PayeeTotal.objects.get().unmatched_payments == 0
    assert PayeeTotal.objects.get().pence == 10_000


def test_what_is_the_same_is_not_written_again():
    make_file([make_payment()])
    attributed = AttributedPayment.objects.extra(select={"version": "ctid"}).get().version

    attributing.attribute_payees(payees=[Payee.objects.get().pk])
    attributing.attribute_all()

    assert AttributedPayment.objects.extra(select={"version": "ctid"}).get().version == attributed


class TestDifferences:
    @pytest.fixture
    def published(self):
        return make_file([make_payment(department="Housing"), make_payment(payee_raw="Bedwell Books Ltd")])

    @pytest.mark.parametrize(
        ("statement", "said"),
        [
            ("UPDATE spending_total SET pence = pence + 1 WHERE grain = 'all'", "Rollups: 1 totals are not"),
            ("DELETE FROM spending_total WHERE grain = 'all'", "Rollups: 1 totals are not"),
            ("UPDATE spending_placetotal SET payments = 9 WHERE grain = 'all'", "Rollups: 1 totals of places are not"),
            ("DELETE FROM spending_placetotal WHERE grain = 'both'", "Rollups: 2 totals of places are not"),
            (
                "UPDATE spending_partytotal SET pence = 1 WHERE dimension = 'all'",
                "Rollups: 2 totals of parties are not",
            ),
            ("DELETE FROM spending_tally WHERE dimension = 'kind'", "Rollups: 1 tallies of parties are not"),
            ("UPDATE spending_payeetotal SET unmatched_pence = 0", "Rollups: 2 totals of payees are not"),
            (
                "UPDATE spending_attributedpayment SET department_id = NULL",
                "1 payments are not attributed as they must",
            ),
            ("DELETE FROM spending_attributedpayment", "2 payments are not attributed as they must be"),
            ("UPDATE spending_attribution SET kind = 'cic'", "2 payments are not attributed as they must be"),
        ],
    )
    def test_whatever_was_changed_behind_our_back_is_told_and_repaired(self, published, statement, said):
        with connection.cursor() as cursor:
            cursor.execute(statement)

        assert any(said in sentence for sentence in attributing.differences()), attributing.differences()
        attributing.attribute_all()

        assert attributing.differences() == []
        assert_all_is_right()

    def test_a_payment_whose_payee_was_never_made_is_missed(self, published):
        file = make_file([make_payment(payee_raw="Somebody new")], is_accepted=False)
        ImportNote.objects.filter(file=file).update(accepted_at=NOON, accepted_by=officer())

        (sentence,) = attributing.differences()

        assert sentence == (
            f"{file} (file {file.pk}): the import note has 1 payments of 10000 pence, attributed are 0 of 0 pence."
        )

    def test_the_command_says_so_and_fails_and_repairs_when_asked(self, published):
        Tally.objects.all().delete()
        with pytest.raises(CommandError, match="check_spending --repair"):
            call_command("check_spending", stdout=StringIO())

        out = StringIO()
        call_command("check_spending", repair=True, stdout=out)

        assert "every sum is right" in out.getvalue()
