"""What officers say of a survey: whom it is to ask, until when, and where the suppliers can be written to."""

from datetime import date, timedelta
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError

from spending.models import Body, PartyTotal

# Each has a field on the survey's page, and a page may send 400.
MOST_SUPPLIERS = 300
# Addresses are kept until some time after the closing: no survey keeps them for longer than it needs.
OPEN_AT_MOST = timedelta(days=183)


class NewSurvey(forms.Form):
    """A survey that is to be made: of which payments, of how many suppliers, until when."""

    title = "Make a survey"
    of = forms.ChoiceField(
        label="Whose payments, of which year?",
        help_text="A financial year can be asked about when it is over.",
        error_messages={
            "required": "Select whose payments of which year",
            "invalid_choice": "Select whose payments of which year from the list",
        },
    )
    largest = forms.IntegerField(
        label="How many of the largest suppliers?",
        initial=50,
        min_value=1,
        max_value=MOST_SUPPLIERS,
        help_text="By what they were paid. You can add others and take some out before it opens.",
        error_messages={
            "required": "Enter how many suppliers",
            "invalid": "How many suppliers must be a whole number, like 50",
            "min_value": "There must be 1 supplier or more",
            "max_value": f"There must be {MOST_SUPPLIERS} suppliers or fewer",
        },
    )
    closes_on = forms.DateField(
        label="Last day for answers",
        help_text="Leave suppliers at least two weeks. For example, 31/3/2027",
        input_formats=["%d/%m/%Y", "%d %m %Y", "%d.%m.%Y"],
        error_messages={
            "required": "Enter the last day for answers",
            "invalid": "The last day for answers must be a real date, like 31/3/2027",
        },
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["of"].choices = years_to_ask_about(today)  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Field.select("of", label_size="m"),
            Field.text("largest", label_size="m", field_width=4, inputmode="numeric"),
            Field.text("closes_on", label_size="m", field_width=10, autocomplete="off"),
        )

    def clean_of(self) -> tuple[Body, int]:
        """Return the body and the year that its payments are of."""
        body, _, year = self.cleaned_data["of"].partition("-")
        return Body.objects.get(pk=body), int(year)

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if not self.today < day <= self.today + OPEN_AT_MOST:
            raise ValidationError("The last day for answers must be in the future, and within 6 months")
        return day


def years_to_ask_about(today: date) -> list[tuple[str, str]]:
    """Return the financial years that are over and have payments, by body, the newest first."""
    paid = PartyTotal.objects.filter(dimension="all").values_list("body", "year_starting").distinct()
    names = dict(Body.objects.values_list("pk", "name"))
    over = [(body, year) for body, year in paid if date(year + 1, 4, 1) <= today]
    return [
        (f"{body}-{year}", f"{names[body]}, {year}-{(year + 1) % 100:02}")
        for body, year in sorted(over, key=lambda one: (names[one[0]], -one[1]))
    ]


class Addresses(forms.Form):
    """An e-mail address for each supplier of a survey, or none."""

    def __init__(self, data: Any, *, asked: list[int]) -> None:
        super().__init__(data)
        for pk in asked:
            self.fields[f"email-{pk}"] = forms.EmailField(required=False, max_length=254)

    def addresses(self) -> dict[int, str]:
        """Return the addresses that are none or can be written to, by the number of the surveyed supplier."""
        return {int(name.removeprefix("email-")): value for name, value in self.cleaned_data.items()}

    def wrong(self) -> dict[int, str]:
        """Return the others, as they were typed."""
        return {int(name.removeprefix("email-")): str(self.data[name]) for name in self.errors}
