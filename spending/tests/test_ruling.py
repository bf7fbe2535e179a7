"""Rules on the desk: what one changes is seen first, every sum is right after it, and who may not changes nothing."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from spending.actions import attributing, ruling
from spending.models import Category, Department, ScopeColumn, ScopeRule, TierRule, Total
from spending.tests.make import make_officer
from spending.tests.make_known import STEVENAGE, decide, known, make_file, make_payment, make_postcode, make_site
from spending.tests.make_match import make_named
from stevenage_cwb.common.models import AuditEvent

pytestmark = pytest.mark.django_db

TIERS = "/admin/spending/tierrule/"
SCOPES = "/admin/spending/scoperule/"
# What the page for the next rule sends: Hertfordshire is not local any more.
NEXT = {
    "valid_from": "01/07/2025",
    "borough_codes": "E07000243",
    "county_codes": "",
    "bordering_codes": "E10000012, e07000243\nE10000012",
    "region_codes": "E12000006",
    "bases": "trading\nregistered",
    "why": "The CWB Group, 12 June 2025",
}
CHEST = {
    "column": "category",
    "pattern": "^Community chest$",
    "scope": "grant",
    "position": "5",
    "why": "The ward members' grants",
}


@pytest.fixture
def desk(client):
    client.force_login(make_officer("anna"))
    return client


def look(desk, path, fields):
    return desk.post(path, {**fields, "look": ""})


def keep(desk, path, fields):
    return desk.post(path, {**fields, "save": ""})


def said(page):
    return " ".join(page.content.decode().split())


def words(page):
    """Return what a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def paid(*days, **given):
    payments = [make_payment(pay_date=day, **given) for day in days]
    make_file(payments)
    return payments


def in_hertfordshire(*days):
    """Return payments on these days to a supplier in Hertfordshire, outside Stevenage."""
    make_postcode("SG4 9AA", **{**STEVENAGE, "district": "E07000099"})
    supplier = make_named()
    make_site(supplier, "SG4 9AA")
    payments = paid(*days)
    decide(supplier.name, supplier)
    return payments


def sql(statement, *parameters):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, parameters)


# -- what is local -----------------------------------------------------------------------


def test_a_new_rule_changes_payments_from_its_day_on_and_no_earlier_ones(desk):
    before, after = in_hertfordshire(date(2025, 6, 30), date(2025, 7, 1))
    first = TierRule.objects.get()

    assert keep(desk, f"{TIERS}add/", NEXT).status_code == 302

    second = TierRule.objects.get(version=2)
    assert (known(before)["tier"], known(before)["tier_rule_id"]) == ("T2", first.pk)
    assert (known(after)["tier"], known(after)["tier_rule_id"]) == ("T4", second.pk)
    assert attributing.differences() == []


def test_a_rule_is_kept_as_it_was_typed_each_code_once_in_capitals(desk):
    keep(desk, f"{TIERS}add/", NEXT)

    rule = TierRule.objects.get(version=2)
    assert (rule.borough_codes, rule.county_codes) == (["E07000243"], [])
    assert rule.bordering_codes == ["E10000012", "E07000243"]
    assert rule.bases == ["trading", "registered"]
    assert rule.why == "The CWB Group, 12 June 2025"


def test_what_a_rule_changes_is_shown_before_it_is_kept(desk):
    in_hertfordshire(date(2025, 6, 30), date(2025, 7, 1))

    page = words(look(desk, f"{TIERS}add/", NEXT))

    assert "Rest of Hertfordshire £200.00 2 payments £100.00 1 payment" in page
    assert "Rest of the East of England £0.00 0 payments £100.00 1 payment" in page
    assert "Keep the rule" in page
    assert TierRule.objects.count() == 1
    assert attributing.differences() == []


def test_a_rule_that_changes_no_sum_says_so(desk):
    assert "No sum would change." in said(look(desk, f"{TIERS}add/", NEXT))


def test_the_page_for_the_next_rule_begins_with_what_is_in_force_and_explains_the_codes(desk):
    page = said(desk.get(f"{TIERS}add/"))

    assert "E07000243 E07000101</textarea>" in page
    assert "trading ordering remittance registered declared</textarea>" in page
    assert "ONS codes of counties. Hertfordshire is E10000015." in page
    assert "Keep the rule" not in page


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"valid_from": ""}, "Enter the first day"),
        ({"valid_from": "32/01/2027"}, "Enter a day like 01/04/2027"),
        ({"valid_from": "01/04/2000"}, "A rule begins on that day already: choose a later one"),
        ({"valid_from": "31/03/2000"}, "The newest rule is in force from 1 April 2000: choose a later day"),
        ({"borough_codes": ""}, "Enter at least the code of Stevenage, E07000243"),
        ({"borough_codes": "Stevenage"}, "“STEVENAGE” cannot stand here"),
        ({"borough_codes": "E0700024"}, "“E0700024” cannot stand here"),
        ({"borough_codes": "E070002433"}, "“E070002433” cannot stand here"),
        ({"borough_codes": "E10000015"}, "that begin with E06, E07, E08, E09"),
        ({"county_codes": "E07000243"}, "like E10000015, that begin with E10, E11, E13"),
        ({"region_codes": "E10000012"}, "like E12000006, that begin with E12"),
        ({"bases": ""}, "Enter at least one of trading, ordering"),
        ({"bases": "trading, nearby"}, "“nearby” is none of trading, ordering"),
        ({"why": ""}, "Say why, and who decided it"),
    ],
)
@pytest.mark.parametrize("button", [look, keep])
def test_a_rule_that_cannot_be_is_refused_in_words(desk, button, changed, why):
    page = button(desk, f"{TIERS}add/", {**NEXT, **changed})

    assert page.status_code == 422
    assert why in said(page)
    assert "<title>Error: " in said(page)
    assert TierRule.objects.count() == 1


def test_a_rule_of_what_is_local_is_never_changed_or_deleted(desk):
    rule = TierRule.objects.get()

    assert desk.get(f"{TIERS}{rule.pk}/change/").status_code == 200
    assert desk.post(f"{TIERS}{rule.pk}/change/", NEXT).status_code == 403
    assert desk.post(f"{TIERS}{rule.pk}/delete/", {"post": "yes"}).status_code == 403
    for statement in ("UPDATE spending_tierrule SET why = 'x'", "DELETE FROM spending_tierrule"):
        with pytest.raises(IntegrityError, match="A rule of what is local is added to, never changed or deleted"):
            sql(statement)


# -- what is left out --------------------------------------------------------------------


def test_a_rule_of_one_category_is_followed_by_its_payments_at_once(desk):
    [chest] = paid(date(2025, 6, 1), category="Community Chest")
    [other] = paid(date(2025, 6, 1), category="Community chest fund")

    assert keep(desk, f"{SCOPES}add/", CHEST).status_code == 302

    assert (known(chest)["scope"], known(other)["scope"]) == ("grant", "in")
    assert Total.objects.get(grain="all", attribution__scope="grant").pence == 10_000
    assert attributing.differences() == []


def test_what_a_pattern_fits_and_changes_is_shown_before_it_is_kept(desk):
    paid(date(2025, 6, 1), date(2025, 6, 2), category="Community chest")

    page = words(look(desk, f"{SCOPES}add/", CHEST))

    assert "Categories that the pattern fits: 1, £200.00 in all." in page
    assert "Analysed: Not attributable £200.00 2 payments £0.00 0 payments" in page
    assert Category.objects.get().scope == "in"
    assert not ScopeRule.objects.filter(position=5).exists()


@pytest.mark.parametrize(
    ("column", "fits"),
    [
        ("payee", "Payees that the pattern fits: 2, £300.00 in all."),
        ("category", "Categories that the pattern fits: 1, £100.00 in all."),
        ("purpose", "Payments that the pattern fits: 1, £100.00 in all."),
    ],
)
def test_a_pattern_is_looked_for_where_the_rule_looks(desk, column, fits):
    make_file(
        [
            make_payment(payee_raw="Chest Ltd", category="Repairs", purpose="Chest"),
            make_payment(payee_raw="CHEST LTD"),
            make_payment(payee_raw="Chest Ltd", category="Chests"),
            make_payment(purpose="A chest"),
            make_payment(purpose="Works"),
        ]
    )

    assert fits in said(look(desk, f"{SCOPES}add/", {**CHEST, "column": column, "pattern": "chest"}))


def test_a_changed_rule_is_followed_and_its_history_kept_with_the_officer(desk):
    rule = ScopeRule.objects.create(**CHEST)
    attributing.attribute_all()
    [payment] = paid(date(2025, 6, 1), category="Community chest")
    assert known(payment)["scope"] == "grant"

    assert keep(desk, f"{SCOPES}{rule.pk}/change/", {**CHEST, "scope": "pay"}).status_code == 302

    assert known(payment)["scope"] == "pay"
    assert attributing.differences() == []
    sql("SELECT 1")
    event = AuditEvent.objects.get(table_name="spending_scoperule", row_key=str(rule.pk), act="changed")
    assert (event.actor, event.before["scope"], event.after["scope"]) == ("anna", "grant", "pay")


def test_without_a_rule_the_next_that_fits_decides(desk):
    rule = ScopeRule.objects.create(**{**CHEST, "pattern": "^grants$", "scope": "in"})
    [payment] = paid(date(2025, 6, 1), category="Grants")
    assert known(payment)["scope"] == "in"

    page = words(desk.get(f"{SCOPES}{rule.pk}/delete/"))
    assert "Grants, shown apart: Not attributable £0.00 0 payments £100.00 1 payment" in page
    assert ScopeRule.objects.filter(pk=rule.pk).exists()
    assert desk.post(f"{SCOPES}{rule.pk}/delete/").status_code == 302

    assert known(payment)["scope"] == "grant"
    assert not ScopeRule.objects.filter(pk=rule.pk).exists()
    assert attributing.differences() == []


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"pattern": "(chest"}, "PostgreSQL cannot read this pattern: parentheses () not balanced."),
        ({"pattern": "[a-"}, "PostgreSQL cannot read this pattern: "),
        ({"pattern": "*chest"}, "PostgreSQL cannot read this pattern: quantifier operand invalid."),
        ({"pattern": "chest\\"}, "PostgreSQL cannot read this pattern: invalid escape"),
        ({"pattern": ""}, "Enter a pattern, like ^Community chest$"),
        ({"pattern": "x" * 301}, "at most 300 characters"),
        ({"position": "10"}, "Another rule has this place: choose a number between two rules"),
        ({"position": "-1"}, "greater than or equal to 0"),
        ({"scope": "elsewhere"}, "not one of the available choices"),
        ({"why": ""}, "Say why such payments are that"),
    ],
)
@pytest.mark.parametrize("button", [look, keep])
def test_words_that_cannot_be_a_rule_are_refused_in_words(desk, button, changed, why):
    count = ScopeRule.objects.count()

    page = button(desk, f"{SCOPES}add/", {**CHEST, **changed})

    assert page.status_code == 422
    assert why in said(page)
    assert ScopeRule.objects.count() == count


def test_no_more_rules_are_made_for_a_column_than_are_tried_fast(desk):
    there = ScopeRule.objects.filter(column=ScopeColumn.CATEGORY).count()
    ScopeRule.objects.bulk_create(
        ScopeRule(**{**CHEST, "position": 1000 + place, "pattern": f"^{place}$"}) for place in range(32 - there)
    )
    last = ScopeRule.objects.get(position=1000)

    assert "There are 32 rules for this" in said(keep(desk, f"{SCOPES}add/", CHEST))
    assert keep(desk, f"{SCOPES}{last.pk}/change/", CHEST).status_code == 302


def test_a_pattern_that_takes_too_long_is_not_kept(desk):
    make_file([make_payment(payee_raw="a" * 201)])
    endless = {**CHEST, "column": "payee", "pattern": r"^(a+)(a+)(a+)(a+)\1\2\3\4$"}
    sql("SET LOCAL statement_timeout = '200ms'")

    page = look(desk, f"{SCOPES}add/", endless)

    assert "Nothing is kept: the pattern takes too long" in said(page)
    assert "Keep the rule" not in said(page)


@pytest.mark.parametrize("meanwhile", ["deleted", "placed"])
def test_a_rule_that_another_officer_has_changed_meanwhile_is_not_written_over(meanwhile):
    rule = ScopeRule.objects.create(**CHEST)
    if meanwhile == "deleted":
        ScopeRule.objects.filter(pk=rule.pk).delete()
    else:
        rule.position = 10

    with pytest.raises(ruling.ChangedMeanwhile):
        ruling.save_scope_rule(rule)

    assert ScopeRule.objects.filter(pattern=CHEST["pattern"], position=rule.position).count() == 0


def test_a_rule_is_deleted_once():
    rule = ScopeRule.objects.create(**CHEST)
    ruling.delete_scope_rule(rule)

    with pytest.raises(ruling.ChangedMeanwhile):
        ruling.delete_scope_rule(rule)


def test_rules_are_not_deleted_in_bulk_past_their_payments(desk):
    everything = {"action": "delete_selected", "_selected_action": [ScopeRule.objects.first().pk], "post": "yes"}
    count = ScopeRule.objects.count()

    desk.post(SCOPES, everything)

    assert ScopeRule.objects.count() == count


# -- lists, and who may ------------------------------------------------------------------


NAMES = ("Grants", "Repairs", "Community chest")


def test_a_category_says_which_rule_leaves_it_out(desk):
    make_file([make_payment(category=name) for name in NAMES])
    category = Category.objects.get(name="Community chest")
    desk.post(f"/admin/spending/category/{category.pk}/change/", {"scope": "grant"})
    rule = ScopeRule.objects.get(column=ScopeColumn.CATEGORY, scope="grant")

    page = desk.get("/admin/spending/category/").content.decode()

    body = page.partition("<tbody>")[2]
    rows = {name: next(row for row in body.split("<tr>") if f">{name}</a>" in row) for name in NAMES}
    assert f"Rule {rule.position}: Grants are given" in rows["Grants"]
    assert "No rule fits" in rows["Repairs"]
    assert "An officer" in rows["Community chest"]


@pytest.mark.parametrize(("q", "found"), [("sg1 1aa", True), ("SG11AA", True), ("SG1", False), ("elsewhere", False)])
def test_a_postcode_is_found_whole(desk, q, found):
    make_postcode("SG1 1AA")

    assert ("SG1 1AA" in desk.get("/admin/spending/postcode/", {"q": q}).content.decode()) == found


@pytest.mark.parametrize(
    ("which", "make"),
    [
        ("category", lambda name: Category.objects.create(name=name)),
        ("department", lambda name: Department.objects.create(name=name)),
        ("postcode", make_postcode),
        ("scoperule", lambda name: ScopeRule.objects.create(**{**CHEST, "position": f"90{name[1:]}", "pattern": name})),
    ],
)
def test_a_list_takes_as_many_queries_for_thirty_as_for_one(desk, which, make, django_assert_max_num_queries):
    make("A0")
    with django_assert_max_num_queries(16) as one:
        assert desk.get(f"/admin/spending/{which}/").status_code == 200
    for number in range(1, 30):
        make(f"A{number}")

    with django_assert_max_num_queries(len(one)):
        desk.get(f"/admin/spending/{which}/")


@pytest.mark.parametrize("which", ["department", "postcode"])
@pytest.mark.parametrize("act", ["add/", "{}/change/", "{}/delete/"])
def test_what_files_say_is_read_only(desk, which, act):
    row = make_postcode() if which == "postcode" else Department.objects.create(name="Housing")

    assert desk.post(f"/admin/spending/{which}/{act.format(row.pk)}", {}).status_code == 403


@pytest.mark.parametrize("group", ["Viewer", "Moderator", "Lead officer"])
@pytest.mark.parametrize(
    "path", ["tierrule/", "tierrule/add/", "scoperule/", "scoperule/add/", "department/", "postcode/"]
)
def test_others_see_no_rules(client, group, path):
    client.force_login(make_officer("other", group=group))

    assert client.get(f"/admin/spending/{path}").status_code == 403


@pytest.mark.parametrize("group", ["Viewer", "Moderator", "Lead officer"])
def test_others_change_no_rules(client, group):
    client.force_login(make_officer("other", group=group))
    rule = ScopeRule.objects.first()
    rules = list(ScopeRule.objects.values())

    assert keep(client, f"{TIERS}add/", NEXT).status_code == 403
    assert keep(client, f"{SCOPES}add/", CHEST).status_code == 403
    assert keep(client, f"{SCOPES}{rule.pk}/change/", CHEST).status_code == 403
    assert client.post(f"{SCOPES}{rule.pk}/delete/").status_code == 403
    assert (list(ScopeRule.objects.values()), TierRule.objects.count()) == (rules, 1)


@pytest.mark.parametrize("page", ["change", "delete"])
def test_a_rule_that_is_not_there_is_not_found(desk, page):
    assert desk.get(f"{SCOPES}0/{page}/").status_code == 404
