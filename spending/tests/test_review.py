"""The review queue on the desk: the most pounds first, one act at a time, each said, kept and taken back."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import OperationalError

from spending.actions import reviewing
from spending.models import Decision, Payee, Supplier
from spending.pages.review import next_payee, progress, review_page
from spending.tests.make import make_officer
from spending.tests.make_known import decide, make_body, make_file, make_payment
from spending.tests.make_match import NOON, make_entry, make_named, match, matched

pytestmark = [pytest.mark.django_db]

REVIEW = "/admin/spending/payee/review/"


@pytest.fixture
def desk(client):
    client.force_login(make_officer("anna", group="Data officer"))
    return client


def paid(**pounds):
    """Publish a payment to each name, and return the payees by name. Underscores are spaces."""
    payments = {name.replace("_", " "): amount for name, amount in pounds.items()}
    make_file([make_payment(payee_raw=name, amount_pence=100 * amount) for name, amount in payments.items()])
    return {payee.name: payee for payee in Payee.objects.filter(name__in=payments)}


def text(answer):
    within = re.sub(r"</?b>", "", answer.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", within)).split())


def shown(answer):
    """Return the payee that a page is about."""
    found = re.search(r'class="desk-payee">([^<]*)<', answer.content.decode())
    return unescape(found[1]) if found else None


def do(desk, act, payee=None, **fields):
    given = {"act": act, **({"payee": payee.pk} if payee else {}), **fields}
    return desk.post(REVIEW, given, follow=True)


# -- the order, and how far it is ---------------------------------------------------------


def test_the_payee_with_the_most_unmatched_pounds_is_first(desk):
    paid(Small_Ltd=100, Large_Ltd=900, Middle_Ltd=500)

    assert shown(desk.get(REVIEW)) == "Large Ltd"


def test_payees_of_as_many_pounds_come_in_the_order_in_which_they_came():
    payees = paid(One_Ltd=100, Two_Ltd=100)

    assert next_payee(skipped=[]) == min(payees.values(), key=lambda payee: payee.pk)


def test_what_is_matched_redacted_or_left_out_of_the_share_does_not_wait(desk):
    payees = paid(Roebuck_Bakery_Ltd=900, Waiting_Ltd=10)
    make_file(
        [
            make_payment(payee_raw="REDACTED", payee_class="redacted", amount_pence=99_999_999),
            make_payment(payee_raw="HM Revenue and Customs", amount_pence=99_999_999),
        ]
    )
    decide(payees["Roebuck Bakery Ltd"], make_named())

    assert shown(desk.get(REVIEW)) == "Waiting Ltd"
    assert progress(skipped=[]).waiting == 1


def test_the_progress_says_how_much_is_matched_and_what_the_next_would_settle(desk):
    payees = paid(Matched_Ltd=912, Large_Ltd=58, Small_Ltd=30)
    decide(payees["Matched Ltd"], make_named("Matched Ltd"))

    assert "£912.00 of £1,000.00 matched, 91.2%. 2 payees wait; the next 2 would settle 8.8%." in text(desk.get(REVIEW))


def test_only_the_next_twenty_are_promised():
    paid(**{f"Supplier_{number}": 10 for number in range(40)})

    found = progress(skipped=[])

    assert (found.settled_next, found.percent, found.waiting) == ("50.0%", "0.0%", 40)


def test_who_nobody_can_tell_is_neither_matched_nor_waits():
    payees = paid(Matched_Ltd=100, Nobody_Ltd=100)
    decide(payees["Matched Ltd"], make_named("Matched Ltd"))
    decide(payees["Nobody Ltd"], None)

    assert (progress(skipped=[]).percent, progress(skipped=[]).waiting) == ("50.0%", 0)


def test_credits_that_outweigh_the_payments_leave_no_percentage(desk):
    paid(Credit_Note_Ltd=-100)

    assert progress(skipped=[]).percent == ""
    assert "£0.00 of −£100.00 matched. One payee waits." in text(desk.get(REVIEW))


def test_an_empty_queue_says_why_it_is_empty(desk):
    assert "No payments are public yet" in text(desk.get(REVIEW))

    payees = paid(Matched_Ltd=100, Other_Ltd=50)
    decide(payees["Matched Ltd"], make_named("Matched Ltd"))
    page = text(do(desk, "skip", payees["Other Ltd"]))
    assert "Everything that is left you have skipped." in page
    assert "You have skipped 1 payee, £50.00." in page

    decide(payees["Other Ltd"], None)
    assert "Every analysed payment to a name has been decided." in text(desk.get(REVIEW))


# -- one payee ------------------------------------------------------------------------


def test_a_payee_is_shown_with_what_it_was_paid_for(desk):
    file = make_file(
        [
            make_payment(
                payee_raw="Roebuck <b>Bakery</b>",
                purpose="Bread",
                department="Housing",
                category="Catering",
                company_no="7",
            ),
            make_payment(payee_raw="Roebuck <b>Bakery</b>", pay_date=None, department="Estates", company_no="7"),
        ]
    )

    page = desk.get(REVIEW)

    assert "Roebuck &lt;b&gt;Bakery&lt;/b&gt;" in page.content.decode()
    assert "£200.00 unmatched, paid by Example Council in 2 payments, 15 June 2025." in text(page)
    assert "Company number 7" in text(page)
    assert "Departments Housing, Estates" in text(page)
    assert f"Categories Catering File {file.name}" in text(page)
    assert "15 Jun 2025 £100.00 Bread" in text(page)
    assert "no date £100.00 Estates" in text(page)


def test_what_rules_found_for_some_of_the_days_is_said(desk):
    payees = paid(Roebuck_Bakery_Ltd=100)
    make_entry(alive_from=NOON.date())
    make_entry(alive_to=NOON.date() - timedelta(days=3000))
    match(payees["Roebuck Bakery Ltd"])

    assert "ROEBUCK BAKERY LIMITED from 16 November 2026: exact name" in text(desk.get(REVIEW))


def test_a_person_is_marked_as_one(desk):
    paid(Mr_J_Smith=100)

    assert "everybody else sees “An individual”" in text(desk.get(REVIEW))


def test_a_payee_without_candidates_says_so(desk):
    paid(Zzyzx_Qwrtp=100)

    assert "No organisation that we know has a name like it." in text(desk.get(REVIEW))


def test_a_search_offers_others_and_says_where_there_are_none(desk):
    paid(Zzyzx_Qwrtp=100)
    make_named("Herts Bread Ltd")

    found, none = desk.get(REVIEW, {"q": "herts bread"}), desk.get(REVIEW, {"q": "no such <name>"})

    assert "Herts Bread Ltd" in text(found)
    assert "No other organisation has “no such <name>” as its number" in text(none)


# -- the acts --------------------------------------------------------------------------


def test_accepting_leads_on_to_the_next_payee(desk):
    payees = paid(Large_Ltd=900, Small_Ltd=100)
    supplier = make_named("Large Ltd")

    page = do(desk, "accept", payees["Large Ltd"], candidate=f"s{supplier.pk}")

    assert "Saved: “Large Ltd” is Large Ltd." in text(page)
    assert shown(page) == "Small Ltd"
    assert Decision.objects.get().decided_by.username == "anna"


def test_an_entry_of_a_register_can_be_accepted(desk):
    payees = paid(Roebuck_Bakery_Ltd=900)
    entry = make_entry()

    do(desk, "accept", payees["Roebuck Bakery Ltd"], candidate=f"e{entry.pk}")

    assert matched(payees["Roebuck Bakery Ltd"]) == [("ROEBUCK BAKERY LIMITED", "person", "to")]


@pytest.mark.parametrize("act", ["accept", "reject"])
@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "Choose an organisation first"),
        ({"candidate": "s99999999"}, "That organisation is not there any more"),
        ({"candidate": "x1"}, "That organisation is not there any more"),
        ({"candidate": "s1'--"}, "That organisation is not there any more"),
    ],
)
def test_without_a_choice_nothing_is_decided_and_the_page_says_so(desk, act, fields, why):
    payees = paid(Roebuck_Bakery_Ltd=900)
    make_entry()

    page = do(desk, act, payees["Roebuck Bakery Ltd"], **fields)

    assert page.status_code == 422
    assert why in text(page)
    assert "<title>Error: " in page.content.decode()
    assert not Decision.objects.exists()


def test_rejecting_shows_the_payee_again_without_the_one_rejected(desk):
    payees = paid(Roebuck_Bakery_Ltd=900, Other_Ltd=1000)
    rejected, other = make_named("Roebuck Bakery Ltd"), make_named("Roebuck Bakers Ltd")

    page = do(desk, "reject", payees["Roebuck Bakery Ltd"], candidate=f"s{rejected.pk}")

    assert shown(page) == "Roebuck Bakery Ltd"
    assert f'value="s{other.pk}"' in page.content.decode()
    assert f'value="s{rejected.pk}"' not in page.content.decode()


NEW = {"name": "Herts Bread", "kind": "company", "postcode": "sg1 1aa", "basis": "trading"}


def test_a_new_organisation_is_made_and_accepted(desk):
    payees = paid(Roebuck_Bakery_Ltd=900)

    page = do(desk, "new", payees["Roebuck Bakery Ltd"], **NEW)

    assert "Saved: “Roebuck Bakery Ltd” is Herts Bread." in text(page)
    assert Supplier.objects.get().sites.get().postcode == "SG1 1AA"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": ""}, "Enter the supplier's name"),
        ({"name": "..."}, "Enter a name with letters or numbers"),
        ({"postcode": "SG1"}, "Enter a whole UK postcode, like SG1 1HN"),
        ({"is_outside_uk": "on"}, "Leave the postcode empty if it is outside the UK"),
    ],
)
def test_a_new_organisation_that_is_wrongly_described_is_not_made(desk, wrong, why):
    payees = paid(Roebuck_Bakery_Ltd=900)

    page = do(desk, "new", payees["Roebuck Bakery Ltd"], **{**NEW, **wrong})

    assert page.status_code == 422
    assert why in text(page)
    assert "<details open>" in page.content.decode()
    assert not Supplier.objects.exists()


def test_what_nobody_can_tell_is_kept_and_leads_on(desk):
    payees = paid(Large_Ltd=900, Small_Ltd=100)

    page = do(desk, "nobody", payees["Large Ltd"])

    assert "Saved: it cannot be told who “Large Ltd” is." in text(page)
    assert shown(page) == "Small Ltd"


def test_skipping_puts_off_for_this_officer_only_and_can_be_taken_back(desk, client):
    payees = paid(Large_Ltd=900, Small_Ltd=100)
    assert "Skip: leaves £900.00" in text(desk.get(REVIEW))

    page = do(desk, "skip", payees["Large Ltd"])

    assert shown(page) == "Small Ltd"
    assert "You have skipped 1 payee, £900.00." in text(page)
    assert "the next 1 would settle 10.0%" in text(page)
    assert shown(do(desk, "unskip")) == "Large Ltd"
    client.force_login(make_officer("ben"))
    assert shown(client.get(REVIEW)) == "Large Ltd"


def test_the_last_decisions_are_listed_and_each_can_be_undone(desk):
    payees = paid(Large_Ltd=900, Small_Ltd=100)
    do(desk, "nobody", payees["Large Ltd"])
    do(desk, "nobody", payees["Small Ltd"])
    page = desk.get(REVIEW)
    assert re.search(r"who “Small Ltd” is.*who “Large Ltd” is", text(page))

    page = do(desk, "undo", decision=str(Decision.objects.get(payee=payees["Large Ltd"]).pk))

    assert "Undone: it cannot be told who “Large Ltd” is." in text(page)
    assert shown(page) == "Large Ltd"


def test_a_second_officer_is_told_who_was_first(desk):
    payees = paid(Large_Ltd=900, Small_Ltd=100)
    ben = make_officer("ben")
    reviewing.nobody(payee=payees["Large Ltd"], by=ben, at=NOON)

    page = do(desk, "accept", payees["Large Ltd"], candidate=f"s{make_named('Large Ltd').pk}")

    assert "Not saved. ben decided on 16 November 2026 at 12:00: it cannot be told who “Large Ltd” is." in text(page)
    assert shown(page) == "Small Ltd"


def test_what_is_undone_already_says_so(desk):
    payees = paid(Large_Ltd=900)
    do(desk, "nobody", payees["Large Ltd"])
    decision = str(Decision.objects.get().pk)
    do(desk, "undo", decision=decision)

    assert "That decision is undone already." in text(do(desk, "undo", decision=decision))


def test_who_would_wait_too_long_for_others_is_asked_to_try_again(desk, monkeypatch):
    payees = paid(Large_Ltd=900)

    def too_long(**given):
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(reviewing, "nobody", too_long)

    page = do(desk, "nobody", payees["Large Ltd"])

    assert "Not saved: other changes are being written. Try again in a minute." in text(page)
    assert shown(page) == "Large Ltd"


# -- who may, and what is not there ------------------------------------------------------


@pytest.mark.parametrize("group", ["Moderator", "Viewer", "Lead officer"])
def test_only_data_officers_review(client, group):
    payees = paid(Large_Ltd=900)
    client.force_login(make_officer("other", group=group))

    assert client.get(REVIEW).status_code == 403
    assert do(client, "nobody", payees["Large Ltd"]).status_code == 403
    assert not Decision.objects.exists()


def test_who_is_not_signed_in_is_asked_to_sign_in(client):
    assert client.get(REVIEW).status_code == 302
    assert client.get(REVIEW).headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("payee", ["0", "x", "99999999999999999999", "-1"])
def test_a_payee_that_is_not_there_is_not_found(desk, payee):
    assert desk.get(REVIEW, {"payee": payee}).status_code == 404
    assert desk.post(REVIEW, {"act": "nobody", "payee": payee}).status_code == 404


@pytest.mark.parametrize(
    "fields", [{}, {"act": "drop"}, {"act": "nobody"}, {"act": "undo"}, {"act": "undo", "decision": "x"}]
)
def test_an_act_that_means_nothing_is_not_found(desk, fields):
    assert desk.post(REVIEW, fields).status_code == 404


def test_what_was_redacted_cannot_be_reviewed_even_by_its_number(desk):
    make_file([make_payment(payee_raw="REDACTED", payee_class="redacted")])

    assert desk.get(REVIEW, {"payee": Payee.objects.get().pk}).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_takes_as_many_queries_for_thirty_as_for_one(count, django_assert_max_num_queries):
    body = make_body()
    make_file(
        [make_payment(payee_raw="Roebuck Bakery Ltd", department=f"D{number}") for number in range(count)], body=body
    )
    paid(**{f"Supplier_{number}": 10 for number in range(count)})
    officer = make_officer("anna")
    for number in range(count):
        make_named("Roebuck Bakery Ltd", numbers={"GB-COH": f"{number:08}"})
        reviewing.nobody(payee=Payee.objects.get(name=f"Supplier {number}"), by=officer, at=NOON)
    payee = next_payee(skipped=[])

    with django_assert_max_num_queries(24):
        page = review_page(payee=payee, skipped=[1, 2], words="", by=officer.pk)

    assert page.review.payments == count
    assert len(page.decided) == min(count, 8)


def test_the_desks_first_page_says_how_many_wait_to_those_who_match(desk, client):
    paid(Large_Ltd=900, Small_Ltd=100)

    assert "2 payees to match" in text(desk.get("/admin/"))
    client.force_login(make_officer("other", group="Moderator"))
    assert "to match" not in text(client.get("/admin/"))
