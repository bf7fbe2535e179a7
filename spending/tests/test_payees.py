"""A redacted payee is never taken for a company, nor a company for a redaction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spending.actions.reading.lines import PayeeClass
from spending.actions.reading.payees import payee_class


@pytest.mark.parametrize(
    "text",
    [
        "REDACTED", "Redacted", "REDACTED PERSONAL DATA", "Redacted – Personal Data", "Redacted- Personal data",
        "REDACTED UNDER DP ACT", "Identity Redacted", "IDENTITY REDACTED", "Redacted Personal Information",
        "Redcated Personal Data", "REDACTD", "Readcted", "Identity Redcated", "Reddacted", "Name withheld", "Withheld",
        "Personal data", "Individual", "Private Individual", "Name Removed", "*****", "XXXXX", "[REDACTED]",
        "Redaction",
    ],
)  # fmt: skip
def test_a_redaction_is_seen_however_it_is_written(text):
    assert payee_class(text) is PayeeClass.REDACTED


@pytest.mark.parametrize(
    "text",
    [
        "REDACTA LIMITED", "REDACTIVE PUBLISHING LIMITED", "REDACTIVE EVENTS LTD", "Redactive", "REDFERN TRAVEL LTD",
        "Redcar & Cleveland Borough Council", "Related Argent", "Reacted Ltd", "Biffa Municipal Ltd (****2821)",
        "2nd Warwick Sea Scouts", "007 STRATFORD TAXIS LIMITED", "123 Reg Ltd", "3M", "G4S", "O2", "360 Giving",
        "Individual Care Services", "Total Energies", "XX Plumbing",
    ],
)  # fmt: skip
def test_a_company_stays_a_company_whatever_its_name_looks_like(text):
    assert payee_class(text) is PayeeClass.NAMED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("402720", PayeeClass.CODED),
        ("S178213", PayeeClass.CODED),
        ("40 27 20", PayeeClass.CODED),
        ("2019:03D  Dementia", PayeeClass.POOLED),
        ("Various", PayeeClass.POOLED),
        ("Sundry Suppliers", PayeeClass.POOLED),
        ("Personal Budgets", PayeeClass.POOLED),
        ("One Time Vendor", PayeeClass.POOLED),
        ("", PayeeClass.BLANK),
        ("  ", PayeeClass.BLANK),
        ("NULL", PayeeClass.BLANK),
        ("n/a", PayeeClass.BLANK),
    ],
)
def test_what_is_no_name_is_told_by_its_kind(text, expected):
    assert payee_class(text) is expected


@given(st.text(max_size=60))
def test_every_text_has_one_class_that_capitals_do_not_change(text):
    assert payee_class(text) is payee_class(f" {text} ")


@given(st.sampled_from("redacted"), st.integers(min_value=2, max_value=6))
def test_one_slip_of_the_keyboard_does_not_uncover_anybody(letter, place):
    slip = "redacted"[:place] + letter + "redacted"[place:]

    assert payee_class(f"{slip} personal data") is PayeeClass.REDACTED
