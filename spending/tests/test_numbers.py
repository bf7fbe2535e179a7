"""A number is one number however it is written, and what cannot be one is none."""

import pytest

from spending.pages.numbers import charity_number, company_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("01187478", "01187478"),
        ("1187478", "01187478"),
        (" 118 7478 ", "01187478"),
        ("653331", "00653331"),
        ("1", "00000001"),
        ("sc304774", "SC304774"),
        ("SC4774", "SC004774"),
        ("OC 301234", "OC301234"),
        ("ni-12345", "NI012345"),
        ("ip20853r", "IP20853R"),
        ("IP853R", "IP00853R"),
        ("RS007843", "RS007843"),
        ("R0000123", "R0000123"),
        ("GB-COH-01187478", "01187478"),
        ("", ""),
        ("0", ""),
        ("00000000", ""),
        ("123456789", ""),
        ("N/A", ""),
        ("not known", ""),
        ("GB123456789", ""),
        ("1.5e7", ""),
        ("SC1234567", ""),
    ],
)
def test_a_company_number_has_eight_characters(text, number):
    assert company_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1112004", "1112004"),
        ("CHC-1112004", "1112004"),
        ("GB-CHC-507162", "507162"),
        ("0507162", "507162"),
        (" 507 162 ", "507162"),
        ("", ""),
        ("0", ""),
        ("1234", ""),
        ("12345678", ""),
        ("SC012345", ""),
        ("exempt", ""),
    ],
)
def test_a_charity_number_has_no_zeros_in_front(text, number):
    assert charity_number(text) == number


@pytest.mark.parametrize("normal", [company_number, charity_number])
@pytest.mark.parametrize("text", ["01187478", "sc4774", "IP853R", "507162"])
def test_a_number_in_its_form_stays_as_it_is(normal, text):
    assert normal(normal(text)) == normal(text)
