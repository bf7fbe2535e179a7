"""What people type is read as they meant it, and where it cannot be, the message says what to do."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from pledges.forms import STEPS
from pledges.forms.drafts import public_name
from pledges.forms.fields import ComingDate, Hundredths, OneLine
from pledges.models import Contact, Pledge
from pledges.pages.amounts import how_much
from pledges.pages.card import where

NUMBER = Hundredths(required=False, error_messages={"invalid": "not a number", "zero": "nothing"})


@pytest.mark.parametrize(
    ("typed", "hundredths"),
    [
        ("", None),
        ("   ", None),
        ("12", 1200),
        ("2.5", 250),
        ("2.50", 250),
        ("0.01", 1),
        ("1,200", 120000),
        ("£50", 5000),
        ("£ 1,250.75", 125075),
        (" 7 ", 700),
        ("999999999.99", 99999999999),
    ],
)
def test_a_number_is_read_exactly(typed, hundredths):
    assert NUMBER.clean(typed) == hundredths


@pytest.mark.parametrize(
    "typed", ["twelve", "-1", "+1", "1.234", "1e3", "1/2", "1000000000", "0x10", "NaN", "1.2.3", "."]
)
def test_what_is_not_a_number_we_can_hold_is_said_to_be_none(typed):
    with pytest.raises(ValidationError, match="not a number"):
        NUMBER.clean(typed)


@pytest.mark.parametrize("typed", ["0", "0.00", "£0"])
def test_nothing_is_not_an_amount(typed):
    with pytest.raises(ValidationError, match="nothing"):
        NUMBER.clean(typed)


@given(st.integers(1, 10**11 - 1))
def test_a_number_shown_and_typed_again_is_the_same(hundredths):
    assert NUMBER.clean(how_much(hundredths, "pounds")) == hundredths


DAY = ComingDate(called="By when", required=False)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["", "", ""], None),
        (["22", "11", "2026"], date(2026, 11, 22)),
        (["1", "1", "2027"], date(2027, 1, 1)),
        ([" 09 ", "03", "2027"], date(2027, 3, 9)),
        (["29", "2", "2028"], date(2028, 2, 29)),
        (["31", "12", "2056"], date(2056, 12, 31)),
    ],
)
def test_a_coming_day_is_taken(time_machine, typed, expected):
    time_machine.move_to("2026-11-22T12:00:00Z")

    assert DAY.clean(typed) == expected


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["29", "2", "2027"], "By when must be a real date, like 31 3 2027"),
        (["31", "", "2027"], "By when must be a real date"),
        (["x", "1", "2027"], "By when must be a real date"),
        (["1", "1", "27"], "By when must be a real date"),
        (["1", "1", "0"], "By when must be a real date"),
        (["1", "1", "99999999999999999999"], "By when must be a real date"),
        (["21", "11", "2026"], "By when must be today or in the future"),
        (["1", "1", "2057"], "By when must be within the next 30 years"),
    ],
)
def test_a_day_that_cannot_be_is_said_to_be_so(time_machine, typed, message):
    time_machine.move_to("2026-11-22T12:00:00Z")

    with pytest.raises(ValidationError, match=message):
        DAY.clean(typed)


def test_today_is_the_day_in_stevenage(time_machine):
    # 23:30 UTC on 31 March is 00:30 on 1 April in summer time.
    time_machine.move_to("2027-03-31T23:30:00Z")

    with pytest.raises(ValidationError, match="today or in the future"):
        DAY.clean(["31", "3", "2027"])
    assert DAY.clean(["1", "4", "2027"]) == date(2027, 4, 1)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  shop   locally \r\n every\tweek ", "shop locally every week"),
        ("a\x00b\x07c", "abc"),
        ("familie 👩‍👩‍👧 ok", "familie 👩‍👩‍👧 ok"),
        ("שלום", "שלום"),
    ],
)
def test_a_text_becomes_one_line_and_keeps_its_letters(typed, expected):
    assert OneLine().clean(typed) == expected


@given(st.text())
def test_no_text_breaks_the_database(typed):
    cleaned = OneLine(required=False).clean(typed)

    assert "\x00" not in cleaned
    assert cleaned == " ".join(cleaned.split())
    cleaned.encode()  # a lone surrogate could not be


@pytest.mark.parametrize(
    ("hundredths", "unit", "expected"),
    [
        (None, None, ""),
        (1200, "hours", "12 hours"),
        (100, "hours", "1 hour"),
        (150, "hours", "1.5 hours"),
        (1025, "hours", "10.25 hours"),
        (100, "people", "1 person"),
        (200000, "people", "2,000 people"),
        (100, "placements", "1 work placement"),
        (5000, "pounds", "£50"),
        (1250, "pounds", "£12.50"),
        (123456700, "pounds", "£1,234,567"),
        (1000, "hours", "10 hours"),
        (99999999999, "pounds", "£999,999,999.99"),
    ],
)
def test_a_quantity_is_written_as_people_write_it(hundredths, unit, expected):
    assert how_much(hundredths, unit) == expected


@pytest.mark.parametrize(
    ("place", "neighbourhood", "expected"),
    [
        ("neighbourhood", "Chells and Manor", "in Chells and Manor"),
        ("town", "", "across Stevenage"),
        ("unsure", "", ""),
    ],
)
def test_a_place_follows_the_sentence(place, neighbourhood, expected):
    assert where(place, neighbourhood) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"name_shown": "unnamed", "name": "Sam Taylor"}, "A Stevenage resident"),
        ({"name_shown": "initial", "name": "Sam Taylor"}, "Sam T."),
        ({"name_shown": "initial", "name": "Mary Anne van der Berg"}, "Mary B."),
        ({"name_shown": "initial", "name": "Ève émile"}, "Ève É."),
        ({"name_shown": "full", "name": "Sam Taylor"}, "Sam Taylor"),
        ({"organisation_name": "Example Ltd", "name": "Sam Taylor"}, "Example Ltd"),
    ],
)
def test_the_public_name_is_the_one_chosen(answers, expected):
    assert public_name(answers) == expected


COLUMNS = {
    "text": Pledge._meta.get_field("text"),
    "organisation_name": Pledge._meta.get_field("public_name"),
    "name": Contact._meta.get_field("name"),
    "email": Contact._meta.get_field("email"),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_no_form_takes_more_than_its_column_holds(name):
    fields = [form.base_fields[name] for form in STEPS.values() if name in form.base_fields]
    column: models.CharField = COLUMNS[name]

    assert fields
    assert all(field.max_length and field.max_length <= column.max_length for field in fields)
