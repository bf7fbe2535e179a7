"""Pence in pounds."""

import pytest

from stevenage_cwb.common.money import pounds, pounds_in_words, short_pounds, whole_pounds


@pytest.mark.parametrize(
    ("pence", "said"),
    [
        (0, "£0.00"),
        (5, "£0.05"),
        (123450, "£1,234.50"),
        (-5, "−£0.05"),
        (-100, "−£1.00"),
        (-123456789, "−£1,234,567.89"),
    ],
)
def test_pence_are_said_in_pounds(pence, said):
    assert pounds(pence) == said


@pytest.mark.parametrize(
    ("pence", "table", "words", "short"),
    [
        (0, "£0", "£0", "£0"),
        (50, "£0", "£0", "£0"),  # half a pound: to the even one
        (150, "£2", "£2", "£2"),
        (-49, "£0", "£0", "£0"),
        (-250_00, "−£250", "−£250", "−£250"),
        (999_49, "£999", "£999", "£999"),
        (9_999_99, "£10,000", "£10,000", "£10,000"),
        (10_000_00, "£10,000", "£10,000", "£10k"),
        (845_300_00, "£845,300", "£845,300", "£845k"),
        (999_499_99, "£999,500", "£999,500", "£999k"),
        (999_500_00, "£999,500", "£999,500", "£1.0m"),
        (999_999_49, "£999,999", "£999,999", "£1.0m"),
        (999_999_50, "£1,000,000", "£1.0 million", "£1.0m"),
        (39_849_999_99, "£39,850,000", "£39.8 million", "£39.8m"),
        (-39_850_000_00, "−£39,850,000", "−£39.8 million", "−£39.8m"),  # half a tenth: to the even one
        (999_949_999_99, "£999,950,000", "£999.9 million", "£999.9m"),
        (999_950_000_00, "£999,950,000", "£1.0 billion", "£1.0bn"),
        (31_000_000_000_00, "£31,000,000,000", "£31.0 billion", "£31.0bn"),
    ],
)
def test_money_is_said_shorter_for_a_table_a_sentence_and_a_drawing(pence, table, words, short):
    assert (whole_pounds(pence), pounds_in_words(pence), short_pounds(pence)) == (table, words, short)
