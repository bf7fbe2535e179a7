"""What an officer fills in to import a file about suppliers or places: what it is, whose, and of which day."""

from typing import Any

from django import forms
from django.utils import timezone

from spending.forms.uploading import SentFile
from spending.models import Body, ReferenceKind


class ReferenceForm(SentFile):
    """A file that tells who suppliers are, or where."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=ReferenceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the file is", "invalid_choice": "Choose what the file is"},
    )
    body = forms.ModelChoiceField(
        label="For supplier records: whose are they?",
        queryset=Body.objects.all(),
        required=False,
        to_field_name="name",
        empty_label="Not supplier records",
        error_messages={"invalid_choice": "Choose a council from the list"},
    )
    as_at = forms.DateField(
        label="Which day does it speak of, unless its name says it?",
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Enter a day like 31/03/2026"},
    )
    field_order = ["kind", "body", "as_at", "file"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("kind") == ReferenceKind.SUPPLIERS and not given.get("body") and not self.has_error("body"):
            self.add_error("body", "Choose the council whose records they are. It is listed once it has payments")
        if given.get("as_at") and given["as_at"] > timezone.localdate():
            self.add_error("as_at", "Enter a day that is not still to come")
        return given

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "kind": given["kind"],
            "body": given["body"].name if given["body"] else "",
            "as_at": given["as_at"].isoformat() if given["as_at"] else "",
        }
