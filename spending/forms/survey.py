"""What suppliers are asked, and how their answers are checked."""

import re
from decimal import Decimal
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError

from spending.models import AnswerBasis, AnsweredIn, SurveyedSupplier, SurveyReply
from stevenage_cwb.common.kept import Kept
from stevenage_cwb.common.money import pounds

# Whole part of up to ten digits and at most two decimals; signs of money and of percent do not matter.
NUMBER = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")
SIGNS = re.compile(r"[\s,£%]")
WRITTEN_MAX = 40
HUNDRED_PERCENT = 100_00


class Amount(forms.CharField):
    """A number such as "12,000", "£12,000.50" or "12.5%", in hundredths. Nothing is ever taken for what is missing."""

    def __init__(self, *, called: str, **kwargs: Any) -> None:
        messages = {
            "required": f"Enter how much went on {called}. Enter 0 if it was nothing",
            "invalid": f"What went on {called} must be a number with up to 2 decimal places, like 12000 or 12.5",
            "max_length": f"What went on {called} must be {WRITTEN_MAX} characters or less",
        }
        super().__init__(max_length=WRITTEN_MAX, error_messages=messages, **kwargs)

    def clean(self, value: Any) -> tuple[str, int]:
        """Return the number as it was written, and in hundredths."""
        written = super().clean(" ".join(str(value or "").replace("\0", "?").split()))
        plain = SIGNS.sub("", written)
        if not NUMBER.fullmatch(plain):
            raise ValidationError(self.error_messages["invalid"])
        return written, int(Decimal(plain) * 100)


class SurveyForm(forms.Form):
    """The questions to a supplier, about what the council paid it in a year."""

    title = "What you spend in Stevenage"
    answered_in = forms.ChoiceField(
        label="Do you want to answer in pounds or in percentages?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select whether you answer in pounds or in percentages",
            "invalid_choice": "Select pounds or percentages from the list",
        },
    )
    staff = Amount(
        called="pay of staff who live in Stevenage",
        label="How much of that money went on pay of staff who live in Stevenage?",
        help_text="Wages, employer’s National Insurance and pension. Enter 0 if it was nothing.",
    )
    suppliers = Amount(
        called="suppliers in Stevenage",
        label="How much of that money went to suppliers in Stevenage?",
        help_text="For goods, services and rent, without VAT. Enter 0 if it was nothing.",
    )
    basis = forms.ChoiceField(
        label="How do you know?",
        widget=forms.RadioSelect,
        choices=[Choice(value, label) for value, label in AnswerBasis.choices],
        error_messages={
            "required": "Select how you know",
            "invalid_choice": "Select how you know from the list",
        },
    )

    def __init__(self, data: Any = None, *, asked: SurveyedSupplier) -> None:
        newest = asked.replies.first()
        super().__init__(data, initial=values_of(newest) if newest else None)
        self.asked = asked
        self.fields["answered_in"].choices = [  # type: ignore[attr-defined]
            Choice(AnsweredIn.POUNDS, "Pounds", hint=f"Of the {pounds(asked.contract_pence)} that you were paid"),
            Choice(AnsweredIn.PERCENT, "Percentages", hint="Of what you were paid: from 0 to 100"),
        ]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        numbers = {"field_width": 10, "inputmode": "decimal", "autocomplete": "off"}
        self.helper.layout = Layout(
            Field.radios("answered_in", legend_size="m"),
            Field.text("staff", label_size="m", **numbers),
            Field.text("suppliers", label_size="m", **numbers),
            Field.radios("basis", legend_size="m"),
        )

    def clean(self) -> dict[str, Any]:
        answered_in, staff, suppliers = (self.cleaned_data.get(name) for name in ("answered_in", "staff", "suppliers"))
        if answered_in and staff and suppliers:
            paid = self.asked.contract_pence
            most = paid if answered_in == AnsweredIn.POUNDS else HUNDRED_PERCENT
            if staff[1] + suppliers[1] > most:
                limit = f"the {pounds(paid)} that you were paid" if answered_in == AnsweredIn.POUNDS else "100%"
                self.add_error("suppliers", f"Together the two come to more than {limit}. Count only that money")
        return self.cleaned_data

    def kept(self) -> Kept:
        """Return what was typed, by its questions, for a page that cannot take it now."""
        return [(field.html_name, str(field.label), str(self.data.get(field.html_name, ""))) for field in self]

    def reply(self) -> SurveyReply:
        """Return the answers in pence. Part of a penny is dropped, so that two parts are never more than the whole."""
        data = self.cleaned_data
        whole = HUNDRED_PERCENT if data["answered_in"] == AnsweredIn.PERCENT else self.asked.contract_pence
        return SurveyReply(
            asked=self.asked,
            answered_in=data["answered_in"],
            staff_as_written=data["staff"][0],
            suppliers_as_written=data["suppliers"][0],
            basis=data["basis"],
            staff_pence=data["staff"][1] * self.asked.contract_pence // whole,
            suppliers_pence=data["suppliers"][1] * self.asked.contract_pence // whole,
        )


def values_of(reply: SurveyReply) -> dict[str, str]:
    """Return what a supplier answered before, as the form's fields hold it."""
    return {
        "answered_in": reply.answered_in,
        "staff": reply.staff_as_written,
        "suppliers": reply.suppliers_as_written,
        "basis": reply.basis,
    }
