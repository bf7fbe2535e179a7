"""Text that is safe to open in a spreadsheet."""

from collections.abc import Iterable

# What a spreadsheet takes for the start of a formula, the full-width forms of East Asian keyboards included.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def safe_cell(value: object) -> object:
    """Return a text that no spreadsheet runs. Numbers stay numbers, a negative one too."""
    if isinstance(value, str) and value.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA_STARTS):
        return "'" + value
    return value


def safe_row(values: Iterable[object]) -> list[object]:
    return [safe_cell(value) for value in values]
