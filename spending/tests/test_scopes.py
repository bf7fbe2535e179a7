"""The words that leave payments out of the share: what they hit, and what looks alike and stays in."""

import pytest
from django.db import connection

from spending.actions import attributing
from spending.models import AttributedPayment, Category, Payee, Scope, ScopeColumn, ScopeRule, Total
from spending.tests.make import make_officer
from spending.tests.make_known import decide, known, make_file, make_payment, make_supplier
from stevenage_cwb.common.models import AuditEvent

pytestmark = pytest.mark.django_db

PAYEES = [
    ("HMRC", "tax"),
    ("HMRC Cumbernauld", "tax"),
    ("H M Revenue & Customs", "tax"),
    ("HM REVENUE AND CUSTOMS - PAYE", "tax"),
    ("Inland Revenue", "tax"),
    ("HM Customs & Excise", "tax"),
    ("Stevenage Taxis Ltd", "in"),
    ("Revenue Collection Software Ltd", "in"),
    ("Customs House Cafe", "in"),
    ("Hertfordshire Pension Fund", "pension"),
    ("Local Government Pension Scheme", "pension"),
    ("LGPS contributions", "pension"),
    ("Teachers' Pensions", "pension"),
    ("Teachers Pension Agency", "pension"),
    ("London Pensions Fund Authority", "pension"),
    ("NHS Pensions", "pension"),
    ("Hertfordshire Superannuation Fund", "pension"),
    ("Pension Consultants Ltd", "in"),
    ("Pension Fund Advisers LLP", "in"),
    ("Roebuck Pension Trustees Limited", "in"),
    ("The Old Pensioner Inn", "in"),
    ("Bedfordshire Internal Drainage Board", "precept"),
    ("Lee Valley Regional Park Authority", "precept"),
    ("Stevenage Collection Fund", "precept"),
    ("Drainage Services Ltd", "in"),
    ("Levy & Sons", "in"),
    ("Public Works Loan Board", "treasury"),
    ("PWLB", "treasury"),
    ("Debt Management Office", "treasury"),
    ("UK DMO", "treasury"),
    ("Aberdeen Standard Liquidity Fund", "treasury"),
    ("Federated Money Market Fund", "treasury"),
    ("Debt Management Services Ltd", "in"),
    ("Treasury Wine Merchants", "in"),
    ("Housing Benefit", "benefit"),
    ("Rent Allowances", "benefit"),
    ("Council Tax Support", "benefit"),
    ("Housing Benefit Services Ltd", "in"),
    ("Benefit Cosmetics", "in"),
    ("Payroll", "pay"),
    ("Staff Salaries", "pay"),
    ("Weekly wages", "pay"),
    ("Payroll Solutions Ltd", "in"),
    ("Salaries & Co Accountants", "in"),
    ("Hertfordshire County Council", "public_body"),
    ("HERTFORDSHIRE COUNTY COUNCIL", "public_body"),
    ("North Hertfordshire District Council", "public_body"),
    ("Stevenage Borough Council", "public_body"),
    ("Leeds City Council", "public_body"),
    ("Knebworth Parish Council", "public_body"),
    ("Royston Town Council - Events", "public_body"),
    ("London Borough of Barnet", "public_body"),
    ("The Royal Borough of Windsor", "public_body"),
    ("City of York Council", "public_body"),
    ("Central Bedfordshire Council", "public_body"),
    ("Luton Council", "public_body"),
    ("Swindon Council", "public_body"),
    ("Leeds Council", "public_body"),
    ("Wakefield Council", "public_body"),
    ("Calderdale MBC", "public_body"),
    ("Stevenage Council", "public_body"),
    ("Cambridgeshire & Peterborough Combined Authority", "public_body"),
    ("North Herts Council for Voluntary Service", "in"),
    ("National Council for Voluntary Organisations", "in"),
    ("British Council", "in"),
    ("Forest Stewardship Council", "in"),
    ("Hertfordshire Association of Parish and Town Councils", "in"),
    ("Parochial Church Council of St Nicholas", "in"),
    ("City Council Social Club", "in"),
    ("Borough Electrical Ltd", "in"),
    ("County Contractors Ltd", "in"),
    ("The Borough Market", "in"),
    ("Police and Crime Commissioner for Hertfordshire", "public_body"),
    ("PCC for Essex", "public_body"),
    ("Hertfordshire Constabulary", "public_body"),
    ("Chief Constable of Bedfordshire", "public_body"),
    ("Essex Police", "public_body"),
    ("Police Mutual Insurance", "in"),
    ("Constable Homes Ltd", "in"),
    ("PCC of St Mary's Church", "in"),
    ("Bedfordshire Fire and Rescue Service", "public_body"),
    ("Essex County Fire Authority", "public_body"),
    ("Fire and Rescue Service Training Ltd", "in"),
    ("Herts Fire Protection Ltd", "in"),
    ("East and North Hertfordshire NHS Trust", "public_body"),
    ("Hertfordshire Partnership University NHS Foundation Trust", "public_body"),
    ("NHS Hertfordshire and West Essex ICB", "public_body"),
    ("Hertfordshire and West Essex Integrated Care Board", "public_body"),
    ("NHS England", "public_body"),
    ("East and North Hertfordshire Hospitals' NHS Charity Trust", "in"),
    ("NHS Property Services Ltd", "in"),
    ("The Garden House Hospice Trust", "in"),
    ("DWP", "public_body"),
    ("Department for Work & Pensions", "public_body"),
    ("Department for Education", "public_body"),
    ("Ministry of Justice", "public_body"),
    ("Home Office", "public_body"),
    ("Home Office Furniture Ltd", "in"),
    ("The Cake Department Ltd", "in"),
    ("HM Courts & Tribunals Service", "public_body"),
    ("HMCTS", "public_body"),
    ("HM Land Registry", "public_body"),
    ("Environment Agency", "public_body"),
    ("The Environment Agency", "public_body"),
    ("Environment Design Agency Ltd", "in"),
    ("Information Commissioner's Office", "public_body"),
    ("Driver & Vehicle Licensing Agency", "public_body"),
    ("Grant Thornton UK LLP", "in"),
    ("Grantham Engineering Ltd", "in"),
    ("Mr P Grant", "in"),
    ("Roebuck Bakery Ltd", "in"),
    ("REDACTED", "in"),
    ("", "in"),
]

CATEGORIES = [
    ("VAT", "tax"),
    ("PAYE and NI", "tax"),
    ("National Insurance", "tax"),
    ("Apprenticeship Levy", "tax"),
    ("Business Rates", "tax"),
    ("NNDR", "tax"),
    ("Vat consultancy fees", "in"),
    ("Taxis and car hire", "in"),
    ("Pension contributions", "pension"),
    ("Employer's Superannuation", "pension"),
    ("Pensions advice", "in"),
    ("Precepts", "precept"),
    ("Levies", "precept"),
    ("Environment Agency levy", "precept"),
    ("Collection fund", "precept"),
    ("Loan repayments", "treasury"),
    ("Loans - principal", "treasury"),
    ("Short-term investments", "treasury"),
    ("Debt charges", "treasury"),
    ("Interest payable", "treasury"),
    ("Equipment on loan", "in"),
    ("Investment in play areas", "in"),
    ("Housing Benefit", "benefit"),
    ("Rent allowances", "benefit"),
    ("Housing benefit software", "in"),
    ("Rent of premises", "in"),
    ("Salaries", "pay"),
    ("Gross Pay", "pay"),
    ("Payroll services", "in"),
    ("Agency staff salaries", "in"),
    ("Payments to contractors", "in"),
    ("Grants", "grant"),
    ("Grants to voluntary bodies", "grant"),
    ("Disabled Facilities Grant", "grant"),
    ("Grant funded expenditure", "in"),
    ("Grant management software", "in"),
    ("Granted access fees", "in"),
    ("Repairs", "in"),
]

PURPOSES = [
    ("PAYE and NI June", "tax"),
    ("VAT quarter 2", "tax"),
    ("VAT advice", "in"),
    ("Vatman costume hire", "in"),
    ("Employer pension contributions", "pension"),
    ("Pension advice", "in"),
    ("Parish precept", "precept"),
    ("Flood defence levy", "precept"),
    ("PWLB loan repayment", "treasury"),
    ("Loan of tools", "in"),
    ("Housing benefit run 12", "benefit"),
    ("Housing benefit postage", "in"),
    ("Salaries June", "pay"),
    ("Salary survey", "in"),
    ("Grant", "grant"),
    ("Small grants scheme", "grant"),
    ("Grant to the food bank", "grant"),
    ("Grant Thornton audit fee", "in"),
    ("Repairs at 4 Grant Road", "in"),
    ("Works done", "in"),
]


def scope_of(column, written):
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce((SELECT spending_scope_of(%s, %s)), 'in')", [column, written])
        (scope,) = cursor.fetchone()
    return scope


@pytest.mark.parametrize(
    ("column", "table"),
    [(ScopeColumn.PAYEE, PAYEES), (ScopeColumn.CATEGORY, CATEGORIES), (ScopeColumn.PURPOSE, PURPOSES)],
)
def test_words_leave_out_what_they_mean_and_nothing_that_looks_like_it(column, table):
    assert [(written, scope_of(column, written)) for written, _ in table] == table


@pytest.mark.parametrize(
    ("column", "table"),
    [(ScopeColumn.PAYEE, PAYEES), (ScopeColumn.CATEGORY, CATEGORIES), (ScopeColumn.PURPOSE, PURPOSES)],
)
def test_no_rule_goes_untried(column, table):
    untried = []
    for rule in ScopeRule.objects.filter(column=column):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT bool_or(word ~* %s) FROM unnest(%s) word", [rule.pattern, [word for word, _ in table]]
            )
            (is_tried,) = cursor.fetchone()
        untried += [] if is_tried else [rule.why]

    assert untried == []


def test_only_as_many_patterns_as_postgresql_remembers_are_tried_on_one_text():
    assert max(ScopeRule.objects.filter(column=column).count() for column in ScopeColumn) <= 32


def test_the_first_rule_that_fits_decides():
    assert scope_of("payee", "Department for Work and Pensions") == Scope.PUBLIC_BODY
    ScopeRule.objects.create(position=1, scope=Scope.PAY, column=ScopeColumn.PAYEE, pattern="^department", why="A test")

    assert scope_of("payee", "Department for Work and Pensions") == Scope.PAY


class TestOfAPayment:
    """Which of the four that may say it decides, in their order: supplier, payee, category, purpose."""

    @pytest.mark.parametrize(
        ("payment", "scope"),
        [
            ({}, Scope.IN),
            ({"category": "Grants"}, Scope.GRANT),
            ({"category": "GRANTS"}, Scope.GRANT),
            ({"purpose": "Grant to the food bank"}, Scope.GRANT),
            ({"category": "Repairs", "purpose": "Grant to the food bank"}, Scope.IN),
            ({"payee_raw": "Hertfordshire County Council", "category": "Grants"}, Scope.PUBLIC_BODY),
            ({"payee_raw": "Housing Benefit", "payee_class": "pooled"}, Scope.BENEFIT),
            ({"payee_raw": "REDACTED", "payee_class": "redacted", "category": "Grants"}, Scope.GRANT),
        ],
    )
    def test_words_decide(self, payment, scope):
        paid = make_payment(**payment)
        make_file([paid])

        assert known(paid)["scope"] == scope

    def test_a_supplier_that_is_a_public_body_decides_before_any_word(self):
        paid = make_payment(category="Grants")
        make_file([paid])

        decide("Roebuck Bakery Ltd", make_supplier(kind="public_body"))

        assert known(paid)["scope"] == Scope.PUBLIC_BODY


def test_changed_rules_are_applied_when_all_is_made_anew():
    plain, granted = make_payment(), make_payment(category="Grants")
    make_file([plain, granted])
    ScopeRule.objects.filter(column=ScopeColumn.CATEGORY).delete()
    ScopeRule.objects.create(position=1, scope=Scope.TAX, column=ScopeColumn.PAYEE, pattern="^roebuck", why="A test")

    assert "Scopes: 1 of kind payee are not what the rules say." in attributing.differences()
    attributing.attribute_all()

    assert Payee.objects.get().scope == Scope.TAX
    assert Category.objects.get().scope == Scope.IN
    assert known(plain)["scope"] == known(granted)["scope"] == Scope.TAX
    assert attributing.differences() == []


def test_a_department_or_category_is_one_whatever_the_capitals():
    spelt = ["Housing", "HOUSING", "housing", "Planning", ""]
    make_file([make_payment(department=name, category=name) for name in spelt])

    found = [(paid.department_id, paid.category_id) for paid in AttributedPayment.objects.order_by("payment")]

    assert len(set(found)) == 3
    assert found[0] == found[1] == found[2]
    assert found[4] == (None, None)


class TestWhatAnOfficerSays:
    @pytest.fixture
    def advice(self):
        """A payment under a category that the rules leave in, and is a grant."""
        payment = make_payment(category="Community chest")
        make_file([payment, make_payment(category="Repairs")])
        return payment

    def say(self, client, scope, *, group="Data officer"):
        client.force_login(make_officer("olive", group=group))
        category = Category.objects.get(name="Community chest")
        return client.post(f"/admin/spending/category/{category.pk}/change/", {"scope": scope})

    def test_decides_over_the_rules_now_and_when_all_is_made_anew(self, client, advice):
        assert self.say(client, Scope.GRANT).status_code == 302

        assert known(advice)["scope"] == Scope.GRANT
        assert Total.objects.filter(grain="all", attribution__scope=Scope.GRANT).get().pence == 10_000
        assert attributing.differences() == []
        attributing.attribute_all()
        assert known(advice)["scope"] == Scope.GRANT

    def test_is_in_the_history_with_who_said_it(self, client, advice):
        self.say(client, Scope.GRANT)

        event = AuditEvent.objects.get(table_name="spending_category", act="changed")
        assert (event.actor, event.after["scope"]) == ("olive", "grant")

    def test_needs_a_data_officer(self, client, advice):
        assert self.say(client, Scope.GRANT, group="Moderator").status_code == 403
        assert known(advice)["scope"] == Scope.IN

    def test_leaves_the_name_as_files_write_it(self, client, advice):
        client.force_login(make_officer("olive"))
        category = Category.objects.get(name="Community chest")

        client.post(f"/admin/spending/category/{category.pk}/change/", {"scope": "grant", "name": "Another"})

        assert Category.objects.get(pk=category.pk).name == "Community chest"
