"""What somebody typed becomes a claim, or a fault that says what to do: amounts, units, dates, names and texts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balancesheet.models import KINDS, Unit
from balancesheet.sources.claims import Books, Claim, Unfit, amount_of, read_claim
from balancesheet.tests.make import close
from balancesheet.tests.make_returns import make_cells, make_claim
from charter.models import Neighbourhood

HALF_PAST_MIDNIGHT = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
NOON = datetime(2026, 5, 4, 11, tzinfo=UTC)


def faults(at=NOON, **says):
    found = read_claim(make_cells(**says), Books.at(at))
    assert not isinstance(found, Claim), found
    return [(fault.column, fault.sentence) for fault in found]


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize(
    ("kind", "text", "parts"),
    [
        ("hours_residents", "12", 1200),
        ("hours_residents", "0.01", 1),
        ("hours_residents", "3.50000", 350),
        ("grant_other", "£1,234.5", 123450),
        ("grant_other", "9,999,999,999,999.99", 999_999_999_999_999),
        ("volunteers_joined", "12.0", 12),
        ("emissions_avoided", "0.001", 1),
    ],
)
def test_an_amount_is_read_to_the_smallest_part_of_its_unit(kind, text, parts):
    assert make_claim(kind=kind, unit=KINDS[kind].counted_in, amount=text).amount == parts


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("hours_residents", "", "Enter how many hours"),
        ("hours_residents", "0", "above 0"),
        ("hours_residents", "0.00", "above 0"),
        ("hours_residents", "-1", "above 0"),
        ("hours_residents", "£−5", "above 0"),
        ("hours_residents", "1.005", "2 decimal places"),
        ("hours_residents", "3:30", "Write digits"),
        ("hours_residents", "1e3", "Write digits"),
        ("hours_residents", "12,5", "Write digits"),
        ("volunteers_joined", "1.5", "without decimals"),
        ("grant_other", "10,000,000,000,000", "9,999,999,999,999.99 pounds"),
        ("grant_other", "9" * 400, "9,999,999,999,999.99 pounds"),
        ("grant_other", "NaN", "Write digits"),
    ],
)
def test_an_amount_that_cannot_be_is_refused_with_what_to_do(kind, text, says):
    ((column, sentence),) = faults(kind=kind, unit=KINDS[kind].counted_in, amount=text)

    assert column == "amount"
    assert says in sentence


HOURS = Books({}, {}, {}, {"HOUR": Unit(code="HOUR", name="Hours", scale=100, kind="time")}, {}, (), date(2026, 5, 4))


@given(st.text(max_size=30))
def test_any_text_is_an_amount_above_nothing_or_unfit(text):
    try:
        amount = amount_of(" ".join(text.split()), KINDS["hours_residents"], HOURS)
    except Unfit:
        return
    assert 0 < amount < 10**15


@given(st.integers(1, 10**15 - 1))
def test_an_amount_that_is_written_out_is_read_back(hundredths):
    text = HOURS.units["HOUR"].said(hundredths)

    assert amount_of(text, KINDS["hours_residents"], HOURS) == hundredths


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("text", ["31/03/2026", "31 March 2026", "2026-03-31", "31.3.26", "2026-03-31T22:59:00Z"])
def test_a_day_may_be_written_in_several_ways(text):
    assert make_claim(date=text).dated == date(2026, 3, 31)


@pytest.mark.usefixtures("books")
def test_a_moment_of_the_last_evening_in_march_is_the_first_of_april_in_summer_time():
    assert make_claim(date="2026-03-31T23:30:00Z").dated == date(2026, 4, 1)
    assert make_claim(date="2026-03-31 23:30").dated == date(2026, 3, 31)


@pytest.mark.usefixtures("books")
def test_the_first_of_april_can_be_returned_from_midnight_in_the_united_kingdom():
    claim = read_claim(make_cells(date="01/04/2026"), Books.at(HALF_PAST_MIDNIGHT))

    assert isinstance(claim, Claim)
    ((_, sentence),) = faults(HALF_PAST_MIDNIGHT - timedelta(hours=1), date="01/04/2026")
    assert "has not come yet" in sentence


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "like 31/03/2026"),
        ("31/02/2026", "like 31/03/2026"),
        ("03/31/2026", "like 31/03/2026"),
        ("spring", "like 31/03/2026"),
        ("46112", "how a spreadsheet counts days"),
        ("2026-03-31T25:00Z", "like 31/03/2026"),
        ("05/05/2026", "has not come yet"),
        ("31/03/2024", "2023-24 of Pin Green is not on record. Use a date in 2024-25, 2025-26 or 2026-27"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_what_to_do(text, says):
    ((column, sentence),) = faults(date=text)

    assert column == "date"
    assert says in sentence


@pytest.mark.usefixtures("books")
def test_a_date_in_a_closed_year_names_the_open_ones():
    close(2024, 2025)
    ((_, sentence),) = faults(date="31/03/2026")

    assert "The year 2025-26 of Pin Green is closed. Use a date in 2026-27" in sentence


@pytest.mark.usefixtures("books")
def test_an_opening_balance_is_dated_the_first_day_of_the_books():
    assert make_claim(kind="opening_1020", unit="pounds", date="01/04/2024").dated == date(2024, 4, 1)
    ((_, sentence),) = faults(kind="opening_1020", unit="pounds", date="01/04/2025")
    assert "write 01/04/2024" in sentence


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("name", ["N1", "n1", "Pin Green", " pin  green ", "pin-green"])
def test_a_neighbourhood_is_known_by_every_name(name):
    assert make_claim(neighbourhood=name).ledger == "N1"


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("name", ["whole town", "TOWN", "whole-town", "Whole town, not allocated"])
def test_what_belongs_to_no_part_of_the_town_has_books_too(name):
    assert make_claim(neighbourhood=name).ledger == "TOWN"


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("neighbourhood", "", "Enter the neighbourhood"),
        ("neighbourhood", "Atlantis", "Pin Green; Chells or Whole town, not allocated"),
        ("kind", "", "Enter the kind"),
        ("kind", "hugs", "like hours_residents"),
        ("unit", "", "Enter the unit: “Volunteer hours of residents” is counted in hours"),
        ("unit", "pounds", "That is the wrong unit"),
        ("group", "", "Enter the group"),
        ("group", "x" * 121, "120 characters or fewer: there are 121"),
        ("what happened", "", "Say what happened"),
        ("what happened", "+44 and so on", "formula"),
        ("what happened", "Ring 01438 123456", "Leave out a phone number"),
        ("what happened", "Caf\ufffd", "cannot be read"),
        ("foundation", "gold", "There is no such foundation"),
        ("people", "0", "above 0"),
        ("people", "some", "whole number"),
        ("people", "1000001", "whole number"),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused_with_what_to_do(column, text, says):
    assert [(found, says in sentence) for found, sentence in faults(**{column: text})] == [(column, True)]


@pytest.mark.usefixtures("books")
def test_people_are_asked_for_with_hours_only():
    assert make_claim(people="8").people == 8
    assert [column for column, _ in faults(kind="wages", unit="pounds", people="8")] == ["people"]


@pytest.mark.usefixtures("books")
def test_everything_that_is_wrong_with_a_row_is_said_at_once():
    assert [column for column, _ in faults(neighbourhood="x", kind="y", group="", people="z")] == [
        "neighbourhood", "kind", "group",
    ]  # fmt: skip


@pytest.mark.usefixtures("books")
def test_a_pound_sign_is_a_unit_and_an_ampersand_an_and():
    Neighbourhood.objects.filter(pk="pin-green").update(name="Bedwell and Pin Green")

    claim = make_claim(neighbourhood="BEDWELL & Pin Green", kind="raised_locally", unit="£")

    assert (claim.ledger, claim.amount) == ("N1", 1250)
    assert "counted in hours" in faults(unit="£")[0][1]


@pytest.mark.usefixtures("books")
def test_a_place_with_a_comma_in_its_name_is_one_of_those_listed():
    Neighbourhood.objects.filter(pk="chells").update(name="Old Town, Symonds Green and Woodfield")

    ((_, sentence),) = faults(neighbourhood="Letchworth")

    assert "Pin Green; Old Town, Symonds Green and Woodfield or " in sentence
