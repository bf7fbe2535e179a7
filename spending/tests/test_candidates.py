"""An officer is offered organisations that a payee may be: the likeliest first, each with why, and none rejected."""

from datetime import date

import pytest

from spending.pages.candidates import MOST, Span, candidates
from spending.tests.make_known import decide, make_body, make_site
from spending.tests.make_match import make_charity, make_entry, make_named, make_payee

pytestmark = [pytest.mark.django_db]

ANY_TIME = Span(None, None)


def offered(payee, *, words="", paid=ANY_TIME):
    return candidates(payee=payee, words=words, paid=paid)


def names(payee, **given):
    return [candidate.name for candidate in offered(payee, **given)]


def test_the_same_name_comes_before_another_form_and_that_before_what_is_only_alike():
    make_entry("ROEBUCK BAKERS LIMITED")
    make_entry("ROEBUCK BAKERY LLP")
    make_named("Roebuck Bakery Ltd")
    make_entry("STEVENAGE TYRES LIMITED")

    found = offered(make_payee("ROEBUCK BAKERY LTD"))

    assert [(candidate.name, candidate.why) for candidate in found] == [
        ("Roebuck Bakery Ltd", ("The same name",)),
        ("ROEBUCK BAKERY LLP", ("The same name but for its legal form",)),
        ("ROEBUCK BAKERS LIMITED", ("A name like it: “roebuck bakers ltd” (81 %)",)),
    ]


def test_homonyms_are_all_offered_with_what_tells_them_apart():
    make_entry("ROEBUCK BAKERY LIMITED", number="01234567", postcode="SG1 1AA", alive_from=date(2010, 3, 12))
    make_entry("ROEBUCK BAKERY LIMITED", number="07654321", alive_from=date(2001, 1, 1), alive_to=date(2009, 5, 1))

    one, other = offered(make_payee())

    assert (one.kind, one.numbers, one.places, one.life) == (
        "Company",
        ("Company number 01234567",),
        ("SG1 1AA (its registered office)",),
        "since 12 March 2010",
    )
    assert (other.numbers, other.places, other.life) == (
        ("Company number 07654321",),
        (),
        "1 January 2001 to 1 May 2009",
    )


def test_a_supplier_is_offered_once_with_its_numbers_and_the_places_where_it_is_now():
    body = make_body("Stevenage")
    entry = make_entry("ROEBUCK BAKERY LIMITED", number="01234567")
    supplier = make_named("Roebuck Bakery Ltd", numbers={"GB-COH": entry.number, f"council:{body.pk}": "V7"})
    make_site(supplier, "SG2 8AA", basis="remittance", valid_to=date(2024, 1, 1))
    make_site(supplier, "SG1 1AA")

    [found] = offered(make_payee())

    assert found.code == f"s{supplier.pk}"
    assert found.numbers == ("Company number 01234567", "Number at Stevenage V7")
    assert found.places == ("SG1 1AA (it trades there)",)


def test_a_former_name_says_until_when():
    make_entry(
        "HERTS BREAD LTD", uses=[("HERTS BREAD LTD", None, None), ("ROEBUCK BAKERY LTD", None, date(2020, 6, 1))]
    )

    assert [(found.name, found.why) for found in offered(make_payee())] == [
        ("HERTS BREAD LTD", ("The same name, until 1 June 2020",))
    ]


def test_the_owner_of_a_trading_name_is_offered():
    make_entry("MERIDIAN HEALTHCARE LIMITED")

    [found] = offered(make_payee("Yew Trees t/a Meridian Healthcare LTD"))

    assert found.why == ("The name before or after “t/a”",)


def test_whom_the_name_is_matched_to_elsewhere_is_offered_first():
    elsewhere = make_payee("Roebuck Bakery Ltd", body=make_body("Another Council"))
    supplier = make_named("Herts Bread Ltd")
    decide(elsewhere, supplier)
    make_entry("ROEBUCK BAKERY LIMITED")

    first, second = offered(make_payee())

    assert (first.name, first.why) == ("Herts Bread Ltd", ("This name is matched to it elsewhere",))
    assert second.name == "ROEBUCK BAKERY LIMITED"


@pytest.mark.parametrize(
    ("paid", "warnings"),
    [
        (Span(date(2012, 1, 1), date(2014, 12, 31)), ()),
        (
            Span(date(2009, 12, 31), date(2014, 12, 31)),
            ("It was founded after the first payment, of 31 December 2009",),
        ),
        (Span(date(2012, 1, 1), date(2015, 1, 1)), ("It was closed before the last payment, of 1 January 2015",)),
        (ANY_TIME, ()),
    ],
)
def test_an_organisation_that_did_not_live_on_every_day_of_payment_is_marked(paid, warnings):
    make_entry(alive_from=date(2010, 1, 1), alive_to=date(2015, 1, 1))

    [found] = offered(make_payee(), paid=paid)

    assert found.warnings == warnings


def test_what_was_rejected_is_offered_no_more():
    rejected, other = make_named("Roebuck Bakery Ltd"), make_named("Roebuck Bakers Ltd")
    payee = make_payee()
    decide(payee, rejected, verdict="different")

    assert names(payee) == [other.name]


@pytest.mark.parametrize("words", ["herts bread", "01234567", "1234567", "1112004", "V7"])
def test_words_find_by_name_or_by_number(words):
    body = make_body()
    make_named("Herts Bread Ltd", numbers={"GB-COH": "01234567", "GB-CHC": "1112004", f"council:{body.pk}": "V7"})
    make_named("Roebuck Bakery Ltd")

    assert names(make_payee(), words=words) == ["Herts Bread Ltd"]


def test_a_number_finds_what_stands_in_a_register_only():
    make_charity("ROEBUCK TRUST", number="1112004")

    payee = make_payee()

    assert names(payee, words="1112005") == []
    assert names(payee, words="1112004") == ["ROEBUCK TRUST"]


def test_no_more_are_offered_than_can_be_looked_at():
    for _ in range(MOST + 3):
        make_entry()

    assert len(offered(make_payee())) == MOST


@pytest.mark.parametrize("name", ["...", "Zzyzx Qwrtp", "%", "' OR 1=1 --", "\\", "日本"])
def test_a_name_that_nothing_is_like_gets_nothing(name):
    make_entry()

    assert offered(make_payee(name)) == ()


@pytest.mark.parametrize("count", [1, 8])
def test_candidates_take_as_many_queries_for_eight_as_for_one(count, django_assert_max_num_queries):
    for number in range(count):
        supplier = make_named("Roebuck Bakery Ltd", numbers={"GB-COH": f"0123456{number}"})
        make_site(supplier)
        make_entry()
    payee = make_payee()

    with django_assert_max_num_queries(12):
        assert len(offered(payee)) == min(2 * count, MOST)
