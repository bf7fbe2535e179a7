"""Pence in pounds."""

import pytest

from stevenage_cwb.common.money import pounds


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
