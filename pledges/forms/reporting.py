"""What somebody fills in to say what became of a pledge: the pledger through the link, or an officer for them."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms
from django.utils import timezone

from pledges.forms.fields import Hundredths, PastDate
from pledges.forms.steps import StepForm
from pledges.models import DIVISIBLE_UNITS, Kept, Pledge, Unit
from pledges.pages.amounts import how_much

WORDS_MAX = 2000


class ReportForm(StepForm):
    """How it went, how much was done and when. A pledge that counts nothing is not asked how much."""

    outcome = forms.ChoiceField(
        label="Was the pledge kept?",
        choices=[
            (Kept.KEPT, "Yes, it was kept"),
            (Kept.PARTLY, "It was partly kept"),
            (Kept.NOT_KEPT, "No, it was not kept"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select whether the pledge was kept",
            "invalid_choice": "Select whether the pledge was kept from the list",
        },
    )
    quantity = Hundredths(
        required=False,
        max_length=20,
        error_messages={
            "invalid": "How much was done must be a number under 1,000,000,000 with up to 2 decimal places, "
            "like 12 or 2.5",
            "zero": "How much was done must be more than nothing. If nothing was, select that it was not kept",
        },
    )
    delivered_on = PastDate(
        called="When it was done",
        label="When was it done, or the last part of it?",
        required=False,
        help_text="For example, 31 3 2026. Leave it empty if the pledge was not kept.",
    )
    words = forms.CharField(
        label="Is there anything to add? (optional)",
        required=False,
        max_length=WORDS_MAX,
        widget=forms.Textarea,
        help_text="Only officers read this. Say if there is something that shows it: a photo, a page, a letter.",
        error_messages={"max_length": "What you add must be 2,000 characters or less"},
    )

    def __init__(self, data: Any = None, *, pledge: Pledge) -> None:
        self.unit = Unit(pledge.unit) if pledge.unit else None
        self.pledged = how_much(pledge.quantity_hundredths, pledge.unit)
        super().__init__(data, known={})

    def prepare(self) -> None:
        if self.unit is None:
            del self.fields["quantity"]
            return
        self.fields["quantity"].label = f"How many {self.unit.label} did it come to?"
        self.fields["quantity"].help_text = f"Pledged: {self.pledged}. Leave it empty if the pledge was not kept."

    def layout(self) -> list[Any]:
        amount = [Field.text("quantity", label_size="m", field_width=10, inputmode="decimal", autocomplete="off")]
        return [
            Field.radios("outcome", legend_size="m"),
            *(amount if self.unit else []),
            Field("delivered_on", context={"legend_size": "govuk-fieldset__legend--m"}),
            Field.textarea("words", label_size="m", rows=4, max_characters=WORDS_MAX),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("outcome") == Kept.NOT_KEPT:
            return {**data, "quantity": 0 if self.unit else None, "delivered_on": timezone.localdate()}
        if data.get("outcome"):
            self.must_say_when_and_how_much()
        return data

    def must_say_when_and_how_much(self) -> None:
        quantity, unit = self.cleaned_data.get("quantity"), self.unit
        if unit and quantity is None and "quantity" not in self.errors:
            self.add_error("quantity", f"Enter how many {unit.label} it came to, as well as you know")
        if unit and quantity and unit not in DIVISIBLE_UNITS and quantity % 100:
            self.add_error("quantity", f"Enter a whole number of {unit.label}")
        if "delivered_on" not in self.errors and not self.cleaned_data.get("delivered_on"):
            self.add_error("delivered_on", "Enter when it was done, or the last part of it")

    def report(self) -> dict[str, Any]:
        """Return what was said, as `actions.report` takes it."""
        data = self.cleaned_data
        return {
            "outcome": Kept(data["outcome"]),
            "quantity_hundredths": data.get("quantity"),
            "delivered_on": data["delivered_on"],
            "words": data["words"],
        }
