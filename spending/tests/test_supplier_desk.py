"""Suppliers on the desk: what an officer changes is followed at once, and one that moves keeps its past."""

from datetime import date

import pytest
from django.db import connection

from spending.actions import attributing, suppliers
from spending.models import AttributedPayment, Decision, Payee, Supplier, SupplierName, SupplierSite
from spending.tests.make import make_officer
from spending.tests.make_known import decide, known, make_body, make_file, make_payment, make_postcode, make_site
from spending.tests.make_match import NOON, make_entry, make_named, make_payee, match, matched
from stevenage_cwb.common.models import AuditEvent

pytestmark = [pytest.mark.django_db]

SUPPLIERS = "/admin/spending/supplier/"
INLINES = ("sites", "names", "identifiers")
ELSEWHERE = {"district": "E06000057", "region": "E12000001", "country": "E92000001"}


@pytest.fixture
def desk(client):
    client.force_login(make_officer("anna"))
    return client


def form_of(supplier=None, **changed):
    """Return what the page of a supplier would send, with nothing new in it but what is given."""
    fields = {"name": supplier.name if supplier else "", "kind": supplier.kind if supplier else "unknown"}
    sites = list(supplier.sites.all()) if supplier else []
    for name in INLINES:
        fields |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    for place, site in enumerate(sites):
        fields |= {f"sites-{place}-{name}": value for name, value in site_fields(site).items()}
        fields |= {f"sites-{place}-id": site.pk, f"sites-{place}-supplier": supplier.pk}
    fields |= {"sites-TOTAL_FORMS": len(sites), "sites-INITIAL_FORMS": len(sites)}
    return {**fields, **changed}


def site_fields(site):
    return {"basis": site.basis, "postcode": site.postcode, "source": site.source, "as_at": "01/01/2025"}


def new_site(place=0, **given):
    usual = {"basis": "trading", "postcode": "SG1 1AA", "source": "Its letter", "as_at": "01/06/2026"}
    row = {f"sites-{place}-{name}": value for name, value in {**usual, **given}.items()}
    return {"sites-TOTAL_FORMS": place + 1, **row}


def save(desk, supplier, fields):
    return desk.post(f"{SUPPLIERS}{supplier.pk}/change/" if supplier else f"{SUPPLIERS}add/", fields)


def paid_to(supplier, *days):
    payments = [make_payment(payee_raw=supplier.name, pay_date=day) for day in days]
    make_file(payments)
    decide(supplier.name, supplier)
    return payments


# -- what an officer changes, and what follows ----------------------------------------------


def test_a_new_place_is_where_the_payments_went(desk):
    make_postcode("SG1 1AA")
    supplier = make_named()
    [payment] = paid_to(supplier, date(2025, 6, 1))

    assert save(desk, supplier, form_of(supplier, **new_site(postcode="sg11aa"))).status_code == 302

    assert known(payment)["tier"] == "T1"
    assert attributing.differences() == []


def test_a_place_that_was_wrong_is_mended(desk):
    make_postcode("SG1 1AA")
    make_postcode("M1 1AA", **ELSEWHERE)
    supplier = make_named()
    make_site(supplier, "M1 1AA")
    [payment] = paid_to(supplier, date(2025, 6, 1))
    assert known(payment)["tier"] == "T5"

    save(desk, supplier, form_of(supplier, **{"sites-0-postcode": "SG1 1AA"}))

    assert known(payment)["tier"] == "T1"


def test_another_kind_is_on_the_officers_word_and_moves_the_payments_with_it(desk):
    supplier = make_named(kind="company", kind_basis="register")
    [payment] = paid_to(supplier, date(2025, 6, 1))

    save(desk, supplier, form_of(supplier, kind="public_body"))

    supplier.refresh_from_db()
    assert (supplier.kind, supplier.kind_basis) == ("public_body", "person")
    assert (known(payment)["kind"], known(payment)["scope"]) == ("public_body", "public_body")
    save(desk, supplier, form_of(supplier, kind="unknown"))
    supplier.refresh_from_db()
    assert supplier.kind_basis == "none"


def test_a_supplier_renamed_to_a_person_becomes_one_unless_its_kind_is_said_too(desk):
    supplier = make_named(kind="company", kind_basis="register")

    save(desk, supplier, form_of(supplier, name="Mrs J Smith"))
    supplier.refresh_from_db()
    assert (supplier.kind, supplier.kind_basis) == ("individual", "person")

    save(desk, supplier, form_of(supplier, kind="company"))
    supplier.refresh_from_db()
    assert (supplier.name, supplier.kind) == ("Mrs J Smith", "company")

    save(desk, supplier, form_of(supplier, name="Mrs Smith", kind="charity"))
    supplier.refresh_from_db()
    assert (supplier.kind, supplier.kind_basis) == ("charity", "person")


def test_what_is_saved_unchanged_keeps_the_basis_of_its_kind(desk):
    supplier = make_named(kind="company", kind_basis="register")

    save(desk, supplier, form_of(supplier))

    supplier.refresh_from_db()
    assert supplier.kind_basis == "register"


def test_a_new_name_matches_the_payees_that_bear_it(desk):
    supplier = make_named("Herts Bread Ltd")
    make_file([make_payment()])

    save(
        desk,
        supplier,
        form_of(
            supplier, **{"names-TOTAL_FORMS": 1, "names-0-name": "Roebuck Bakery LIMITED", "names-0-source": "Web"}
        ),
    )

    assert matched(Payee.objects.get()) == [("Herts Bread Ltd", "exact_name", "to")]
    assert AttributedPayment.objects.get().supplier == supplier


def test_a_new_number_matches_the_payees_beside_it_in_its_one_form(desk):
    supplier = make_named("Herts Bread Ltd")
    make_file([make_payment(company_no="01234567")])
    number = {"identifiers-TOTAL_FORMS": 1, "identifiers-0-scheme": "GB-COH", "identifiers-0-value": "1234567"}

    save(desk, supplier, form_of(supplier, **number))

    assert str(supplier.identifiers.get()) == "GB-COH 01234567"
    assert matched(Payee.objects.get()) == [("Herts Bread Ltd", "company_number", "to")]


def taken_away(inline, row):
    """Return what the page sends when the only row of an inline is ticked to be deleted."""
    fields = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0-id": row.pk, "0-supplier": row.supplier_id, "0-DELETE": "on"}
    return {f"{inline}-{name}": value for name, value in fields.items()}


def test_without_a_wrong_number_the_rules_decide_again_and_the_payments_follow(desk):
    supplier = make_named("Herts Bread Ltd", numbers={"GB-COH": "01234567"})
    payment = make_payment(company_no="01234567")
    make_file([payment])
    save(desk, supplier, form_of(supplier))
    assert known(payment)["supplier_id"] == supplier.pk

    assert (
        save(desk, supplier, form_of(supplier, **taken_away("identifiers", supplier.identifiers.get()))).status_code
        == 302
    )

    assert not supplier.identifiers.exists()
    assert (known(payment)["supplier_id"], known(payment)["why_unknown"]) == (None, "unmatched")
    assert Decision.objects.get().undone_at is not None
    assert attributing.differences() == []


def test_without_a_wrong_name_the_rules_decide_again_and_the_payments_follow(desk):
    supplier = make_named("Herts Bread Ltd")
    wrong = SupplierName.objects.create(
        supplier=supplier, name="Roebuck Bakery Ltd", key="roebuck bakery ltd", source="x"
    )
    payment = make_payment()
    make_file([payment])
    save(desk, supplier, form_of(supplier))
    assert known(payment)["supplier_id"] == supplier.pk

    assert save(desk, supplier, form_of(supplier, **taken_away("names", wrong))).status_code == 302

    assert [name.name for name in supplier.names.all()] == ["Herts Bread Ltd"]
    assert known(payment)["supplier_id"] is None
    assert attributing.differences() == []


def test_a_wrong_name_is_corrected_in_one_go(desk):
    supplier = make_named("Herts Bread Ltd")
    row = supplier.names.get()
    right = {"1-name": "Herts Bread Ltd", "1-used_from": "01/04/2020", "1-source": "Its letter", "TOTAL_FORMS": 2}
    fields = taken_away("names", row) | {f"names-{name}": value for name, value in right.items()}

    assert save(desk, supplier, form_of(supplier, **fields)).status_code == 302

    assert supplier.names.get().used_from == date(2020, 4, 1)


def test_what_is_taken_away_is_in_the_history_with_the_officer(desk):
    supplier = make_named("Herts Bread Ltd", numbers={"GB-COH": "01234567"})
    number = supplier.identifiers.get()

    save(desk, supplier, form_of(supplier, **taken_away("identifiers", number)))

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    event = AuditEvent.objects.get(table_name="spending_supplieridentifier", act="deleted")
    assert (event.actor, event.before["value"], event.after) == ("anna", "01234567", None)


def test_the_name_that_a_supplier_goes_by_is_not_taken_away(desk):
    supplier = make_named()

    page = save(desk, supplier, form_of(supplier, **taken_away("names", supplier.names.get())))

    assert "It goes by the name that you delete" in page.content.decode()
    assert supplier.names.count() == 1


def test_the_former_name_goes_with_another_at_the_top(desk):
    supplier = make_named("Wrong Ltd")

    save(desk, supplier, form_of(supplier, name="Right Ltd", **taken_away("names", supplier.names.get())))

    assert supplier.names.get().name == "Right Ltd"


def test_what_is_there_is_not_changed_by_what_a_page_sends(desk):
    supplier = make_named("Herts Bread Ltd", numbers={"GB-COH": "01234567"})
    sent = taken_away("identifiers", supplier.identifiers.get())
    del sent["identifiers-0-DELETE"]

    save(
        desk,
        supplier,
        form_of(supplier, **sent, **{"identifiers-0-scheme": "GB-COH", "identifiers-0-value": "7654321"}),
    )

    assert supplier.identifiers.get().value == "01234567"


def test_a_supplier_that_is_added_bears_its_name(desk):
    payee = make_payee()
    body = make_body()
    number = {"identifiers-TOTAL_FORMS": 1, "identifiers-0-scheme": f"council:{body.pk}", "identifiers-0-value": " V7 "}

    save(desk, None, form_of(name="ROEBUCK BAKERY LTD", **number))

    supplier = Supplier.objects.get()
    assert (supplier.names.get().key, supplier.identifiers.get().value) == ("roebuck bakery ltd", "V7")
    assert matched(payee) == [("ROEBUCK BAKERY LTD", "exact_name", "to")]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": "..."}, "Enter a name with letters or numbers"),
        ({"alive_from": "01/02/2020", "alive_to": "01/02/2020"}, "It must be after the first day"),
        (new_site(postcode="SG1"), "Enter a whole UK postcode, like SG1 1HN"),
        (new_site(postcode=""), "Enter a postcode, or say that it is outside the UK"),
        (new_site(is_outside_uk="on"), "Enter a postcode, or say that it is outside the UK"),
        (new_site(valid_from="01/02/2020", valid_to="01/01/2020"), "It must be after the first day"),
        (new_site(source=""), "This field is required"),
        (
            {"names-TOTAL_FORMS": 1, "names-0-name": "roebuck bakery LIMITED", "names-0-source": "x"},
            "It has this name already",
        ),
        ({"names-TOTAL_FORMS": 1, "names-0-name": "!", "names-0-source": "x"}, "Enter a name with letters or numbers"),
        (
            {"identifiers-TOTAL_FORMS": 1, "identifiers-0-scheme": "GB-COH", "identifiers-0-value": "none"},
            "Enter a number as the register writes it",
        ),
        (
            {"identifiers-TOTAL_FORMS": 1, "identifiers-0-scheme": "GB-CHC", "identifiers-0-value": "1112004"},
            "already exists",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_saved(desk, changed, why):
    make_named("Another", numbers={"GB-CHC": "1112004"})
    supplier = make_named()

    page = save(desk, supplier, form_of(supplier, **changed))

    assert page.status_code == 200
    assert why in page.content.decode()
    assert (supplier.names.count(), supplier.sites.count(), supplier.identifiers.count()) == (1, 0, 0)


def test_a_second_place_of_one_kind_is_refused(desk):
    supplier = make_named()
    make_site(supplier, "SG1 1AA")

    page = save(desk, supplier, form_of(supplier, **new_site(1, postcode="SG2 8AA")))

    assert "If it has moved, say so by “It has moved”" in page.content.decode()
    assert supplier.sites.count() == 1


# -- moving ------------------------------------------------------------------------------

MOVE = {"postcode": "m1 1aa", "on": "01/07/2025", "source": "Its letter"}


def test_a_supplier_that_moves_keeps_its_past(desk):
    make_postcode("SG1 1AA")
    make_postcode("M1 1AA", **ELSEWHERE)
    supplier = make_named()
    site = make_site(supplier, "SG1 1AA", is_branch=True)
    before, after = paid_to(supplier, date(2025, 6, 30), date(2025, 7, 1))

    answer = desk.post(f"{SUPPLIERS}{supplier.pk}/moved/", {**MOVE, "site": site.pk}, follow=True)

    assert "It is at M1 1AA from 1 July 2025." in answer.content.decode()
    assert (known(before)["tier"], known(after)["tier"]) == ("T1", "T5")
    new = supplier.sites.current().get()
    assert (new.basis, new.valid_from, new.source, new.is_branch) == ("trading", date(2025, 7, 1), "Its letter", True)
    assert attributing.differences() == []


def test_a_supplier_can_move_abroad(desk):
    supplier = make_named()
    site = make_site(supplier)
    [payment] = paid_to(supplier, date(2025, 7, 1))

    desk.post(
        f"{SUPPLIERS}{supplier.pk}/moved/",
        {**MOVE, "postcode": "", "is_outside_uk": "on", "site": site.pk},
        follow=True,
    )

    assert known(payment)["tier"] == "T6"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"postcode": ""}, "Enter the new postcode, or say that it is outside the UK"),
        ({"postcode": "M1"}, "Enter a whole UK postcode, like SG1 1HN"),
        ({"is_outside_uk": "on"}, "Leave the postcode empty if it is outside the UK"),
        ({"on": ""}, "Enter the first day at the new place"),
        ({"on": "01/01/2025"}, "It was at the place it has left only from 1 January 2025"),
        ({"source": ""}, "Say where you know it from"),
        ({"site": ""}, "Choose the place that it has left"),
        ({"site": "0"}, "It has left that place already"),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_words(desk, changed, why):
    supplier = make_named()
    site = make_site(supplier, valid_from=date(2025, 1, 1))

    page = desk.post(f"{SUPPLIERS}{supplier.pk}/moved/", {**MOVE, "site": site.pk, **changed})

    assert page.status_code == 422
    assert why in page.content.decode()
    assert supplier.sites.get().valid_to is None


def test_a_site_that_was_closed_meanwhile_is_not_closed_again():
    supplier = make_named()
    site = make_site(supplier)
    move = {"site": site, "postcode": "M1 1AA", "source": "Its letter", "at": NOON}
    suppliers.move(on=date(2025, 7, 1), **move)

    with pytest.raises(suppliers.NotThereAnyMore):
        suppliers.move(on=date(2025, 8, 1), **move)

    assert SupplierSite.objects.count() == 2


def test_who_has_no_place_can_have_left_none(desk):
    assert "can have left none" in desk.get(f"{SUPPLIERS}{make_named().pk}/moved/").content.decode()


# -- lists -------------------------------------------------------------------------------


@pytest.mark.parametrize("q", ["roebuck", "Roebuck Bakery LIMITED", "1234567"])
@pytest.mark.parametrize("which", ["supplier", "registerentry"])
def test_lists_are_searched_as_names_and_numbers_compare(desk, which, q):
    entry = make_entry("ROEBUCK BAKERY LIMITED", number="01234567")
    make_named("ROEBUCK BAKERY LIMITED", numbers={"GB-COH": entry.number})
    make_named("OTHER LTD")
    make_entry("OTHER LTD")

    page = desk.get(f"/admin/spending/{which}/", {"q": q}).content.decode()

    assert "ROEBUCK BAKERY LIMITED" in page
    assert "OTHER LTD" not in page


def test_decisions_are_read_whole_and_changed_nowhere(desk):
    make_entry(alive_from=date(2011, 3, 4))
    payee = make_payee()
    match(payee)

    page = desk.get("/admin/spending/decision/").content.decode()

    assert "“Roebuck Bakery Ltd” is ROEBUCK BAKERY LIMITED" in page
    assert "from 4 March 2011" in page
    assert desk.get(f"/admin/spending/decision/{Decision.objects.get().pk}/change/").status_code == 200
    assert desk.post(f"/admin/spending/decision/{Decision.objects.get().pk}/change/", {}).status_code == 403
    assert desk.get("/admin/spending/decision/add/").status_code == 403


@pytest.mark.parametrize("which", ["payee", "decision", "supplier", "registerentry"])
def test_a_list_takes_as_many_queries_for_thirty_as_for_one(desk, which, django_assert_max_num_queries):
    def more(count):
        for number in range(count):
            make_entry(f"BAKERY {count} {number} LTD")
            match(make_payee(f"Bakery {count} {number} Ltd"))

    more(1)
    with django_assert_max_num_queries(16) as one:
        desk.get(f"/admin/spending/{which}/")
    more(30)

    with django_assert_max_num_queries(len(one)):
        desk.get(f"/admin/spending/{which}/")


@pytest.mark.parametrize("group", ["Moderator", "Viewer", "Lead officer"])
@pytest.mark.parametrize("path", ["", "{}/change/", "{}/moved/", "add/"])
def test_others_see_and_change_no_suppliers(client, group, path):
    client.force_login(make_officer("other", group=group))

    assert client.get(SUPPLIERS + path.format(make_named().pk)).status_code == 403


def test_nobody_deletes_a_supplier(client):
    officer = make_officer("root")
    officer.is_superuser = True
    officer.save()
    client.force_login(officer)

    assert client.post(f"{SUPPLIERS}{make_named().pk}/delete/", {"post": "yes"}).status_code == 403
