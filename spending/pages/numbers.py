"""The numbers by which registers know organisations, in the one form in which they compare. No database."""

import re

COMPANIES, CHARITIES = "GB-COH", "GB-CHC"
# Before the number, in files that name its register: GB-COH-01234567, CHC-1112004.
REGISTER = re.compile(r"^(?:GB)?(?:COH|CHC)(?=[A-Z0-9])")
SIGNS = re.compile(r"[^A-Z0-9]")
# Two letters for another country or kind: SC123456, OC301234, IP20853R, R0000123.
LETTERED = re.compile(r"([A-Z]{1,2})(\d{1,7})(R?)")
DIGITS = 8
CHARITY = re.compile(r"0*([1-9]\d{4,6})")


def company_number(text: str) -> str:
    """Return a company number with its 8 characters, or nothing where it cannot be one.

    Spreadsheets take away the zeros in front, people write small letters and spaces.
    """
    number = REGISTER.sub("", SIGNS.sub("", text.upper()))
    if number.isdigit() and len(number) <= DIGITS and number.strip("0"):
        return number.zfill(DIGITS)
    lettered = LETTERED.fullmatch(number)
    if lettered is None:
        return ""
    letters, digits, ending = lettered.groups()
    whole = letters + digits.zfill(DIGITS - len(letters + ending)) + ending
    return whole if len(whole) == DIGITS else ""


def charity_number(text: str) -> str:
    """Return a number of the Charity Commission (5 to 7 digits), or nothing where it cannot be one."""
    number = CHARITY.fullmatch(REGISTER.sub("", SIGNS.sub("", text.upper())))
    return number[1] if number else ""


def own_scheme(body: int) -> str:
    """Return the scheme of a council's own numbers for its suppliers."""
    return f"council:{body}"
