"""Fields that read what people type the way they meant it, and say what to do where they cannot."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms_gds.fields import DateInputField
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

# Whole part of up to nine digits, with or without thousands separators, and at most two decimals.
NUMBER = re.compile(r"\d{1,9}(\.\d{1,2})?")
FURTHEST_YEARS = 30
UNSEEN_MAX = 120
FIRST_YEAR_OF_FOUR_DIGITS = 1000
# The charter was launched in July 2020.
FIRST_PLEDGES = 2020


class OneLine(forms.CharField):
    """Text in one line: line breaks and runs of spaces become one space, invisible controls go."""

    def to_python(self, value: Any) -> str:
        text = "".join(letter for letter in str(value or "") if not is_control(letter))
        return super().to_python(" ".join(text.split())) or ""


def is_control(letter: str) -> bool:
    # Line breaks and tabs are white space, which becomes one space. Joiners stay: emoji are made of them.
    return unicodedata.category(letter) in ("Cc", "Cs") and not letter.isspace()


class Unseen(forms.CharField):
    """What travels with a page unseen. It is never wrong: nobody could see the message, let alone mend it."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str:
        return str(value or "")[:UNSEEN_MAX]


class Hundredths(forms.CharField):
    """A number such as "12", "1,200", "£50" or "2.5", in hundredths: 250 for "2.5"."""

    def clean(self, value: Any) -> int | None:
        text = re.sub(r"[\s,£]", "", str(value or ""))
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"])
        hundredths = int(Decimal(text) * 100)
        if hundredths == 0:
            raise ValidationError(self.error_messages["zero"])
        return hundredths


class TypedDate(DateInputField):
    """A day, typed as day, month and year. `called` begins the sentence that says what is wrong with it."""

    def __init__(self, *, called: str, example: str, **kwargs: Any) -> None:
        super().__init__(require_all_fields=False, **kwargs)
        self.error_messages |= {"invalid": f"{called} must be a real date, like {example}"}

    def clean(self, value: Any) -> date | None:
        parts = [str(part or "").strip() for part in value or ()]
        if not any(parts):
            return None
        try:
            day, month, year = (int(part) for part in parts)
            typed = date(year, month, day)
        except (ValueError, OverflowError) as wrong:
            raise ValidationError(self.error_messages["invalid"]) from wrong
        if typed.year < FIRST_YEAR_OF_FOUR_DIGITS:
            raise ValidationError(self.error_messages["invalid"])
        self.must_fit(typed, today=timezone.localdate())
        return typed

    def must_fit(self, typed: date, *, today: date) -> None:
        """Refuse a day that cannot be meant."""


class ComingDate(TypedDate):
    """A day from today on."""

    def __init__(self, *, called: str, **kwargs: Any) -> None:
        super().__init__(called=called, example="31 3 2027", **kwargs)
        self.error_messages |= {
            "past": f"{called} must be today or in the future",
            "far": f"{called} must be within the next {FURTHEST_YEARS} years",
        }

    def must_fit(self, typed: date, *, today: date) -> None:
        if typed < today:
            raise ValidationError(self.error_messages["past"])
        if typed.year > today.year + FURTHEST_YEARS:
            raise ValidationError(self.error_messages["far"])


class PastDate(TypedDate):
    """A day up to today, since pledges began."""

    def __init__(self, *, called: str, **kwargs: Any) -> None:
        super().__init__(called=called, example="31 3 2026", **kwargs)
        self.error_messages |= {
            "future": f"{called} must be today or in the past",
            "early": f"{called} must be in {FIRST_PLEDGES} or later",
        }

    def must_fit(self, typed: date, *, today: date) -> None:
        if typed > today:
            raise ValidationError(self.error_messages["future"])
        if typed.year < FIRST_PLEDGES:
            raise ValidationError(self.error_messages["early"])
