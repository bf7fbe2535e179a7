"""What an officer fills in to accept evidence of a report, or to take a report back."""

from typing import Any

from django import forms

from pledges.forms.deciding import Message
from pledges.models import Delivery, grades_for


class CheckForm(forms.Form):
    """A check of one report."""

    def __init__(self, data: Any = None, *, delivery: Delivery) -> None:
        super().__init__(data)
        self.delivery = delivery


class EvidenceForm(CheckForm):
    """What shows that a report is true, and how good that is."""

    grade = forms.ChoiceField(
        label="How good is the evidence?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how good the evidence is",
            "invalid_choice": "Choose how good the evidence is from the list",
        },
    )
    evidence = Message(
        label="What is it, and where is it kept?", missing="Say what the evidence is, and where it is kept"
    )

    def __init__(self, data: Any = None, *, delivery: Delivery) -> None:
        super().__init__(data, delivery=delivery)
        enough = grades_for(quantity_hundredths=delivery.quantity_hundredths, unit=delivery.unit)
        self.fields["grade"].choices = [  # type: ignore[attr-defined]
            (grade.value, f"{grade.value}: {grade.label}") for grade in enough
        ]


class TakingBackForm(CheckForm):
    """Why a report counts no longer."""

    why = Message(label="Why? Officers see this", missing="Say why you take the report back")
