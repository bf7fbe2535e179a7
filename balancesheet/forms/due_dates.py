"""What officers add to the table of due dates, and of what the council has published of its accounts."""

from typing import Any

from django import forms

from balancesheet.models import CouncilAccounts, DueDate

FIRST_YEAR, LAST_YEAR = 2020, 2100


def year_field() -> forms.IntegerField:
    wrong = f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}: the one that the financial year starts in"
    return forms.IntegerField(
        label="Financial year that starts in",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class DueDateForm(forms.ModelForm):  # type: ignore[type-arg]
    """The days by which a year's accounts are due, and who says so."""

    year_starting = year_field()

    class Meta:
        model = DueDate
        fields = ["year_starting", "draft_due", "draft_source", "audited_due", "audited_source", "note"]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        year, draft, audited = said.get("year_starting"), said.get("draft_due"), said.get("audited_due")
        if year and draft and draft.year <= year:
            self.add_error("draft_due", "Enter a day in the year that the financial year ends in, or later")
        if draft and audited and audited < draft:
            self.add_error("audited_due", "Enter the day on which the draft is due, or a later one")
        return said


class CouncilAccountsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the council has published, and where everybody can read it."""

    year_starting = year_field()
    address = forms.URLField(label="Address on the council’s site", assume_scheme="https")

    class Meta:
        model = CouncilAccounts
        fields = ["year_starting", "stage", "published_on", "address"]

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if not address.startswith("https://"):
            raise forms.ValidationError("Enter an address that begins with https://")
        return address

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        year, on = said.get("year_starting"), said.get("published_on")
        if year and on and on.year <= year:
            self.add_error("published_on", "Enter a day in the year that the financial year ends in, or later")
        return said
