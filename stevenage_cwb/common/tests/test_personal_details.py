"""Personal details in free text: all occurrences, and few false alarms."""

import pytest

from stevenage_cwb.common.personal_details import find


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to sam.o'neil+cwb@mail.example.co.uk", "an e-mail address"),
        ("call 01438 123456", "a phone number"),
        ("call (01438) 123456", "a phone number"),
        ("call +44 7700 900123", "a phone number"),
        ("call 0044 7700 900 123", "a phone number"),
        ("call 07700900123.", "a phone number"),
        ("text 07700-900-123", "a phone number"),
        ("come to SG1 1HN", "a postcode"),
        ("come to sg11hn", "a postcode"),
        ("come to EC1A 1BB", "a postcode"),
        ("my number is AB 12 34 56 C", "a National Insurance number"),
        ("my number is ab123456c", "a National Insurance number"),
        ("pay by 4111 1111 1111 1111", "a bank card number"),
        ("pay by 4111-1111-1111-1111", "a bank card number"),
        ("pay by 378282246310005", "a bank card number"),
    ],
)
def test_a_personal_detail_is_found(text, kind):
    assert kind in [finding.kind for finding in find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "shop locally every week",
        "give 1,000 hours by 31 March 2027",
        "raise £10,000 in 2026 and £20,000 in 2027",
        "plant 300 trees in 12 streets",
        "hire 5 apprentices a year from 2026 to 2030",
        "run the A1(M) and B197 litter picks",
        "order 4111 1111 1111 1112 bricks",  # a wrong check digit
    ],
)
def test_an_innocent_text_is_left_alone(text):
    assert find(text) == []


def test_all_of_them_are_found_in_the_order_in_which_they_stand():
    text = "a@b.org, 01438 123456, c@d.org, SG1 1HN, 01438 654321"

    assert [finding.text for finding in find(text)] == [
        "a@b.org",
        "01438 123456",
        "c@d.org",
        "SG1 1HN",
        "01438 654321",
    ]


def test_a_finding_says_where_it_stands():
    (finding,) = find("write to a@b.org today")

    assert (finding.start, finding.end) == (9, 16)
