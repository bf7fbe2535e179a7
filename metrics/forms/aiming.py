"""What officers say a metric is to reach, and where it started."""

from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout
from django import forms

from charter.models import Neighbourhood
from metrics.models import BaselineBasis, Definition, Period, Shown, TargetKind, Unit
from metrics.pages.desk import periods_of
from metrics.pages.naming import in_words

VALUE = {"required": "Enter a number", "invalid": "Enter a number like 25 or 12.5"}


class AimForm(forms.Form):
    """Of which period and place, how much, and why."""

    period = forms.ChoiceField(label="Which period?", error_messages={"required": "Select a period"})
    neighbourhood = forms.ModelChoiceField(
        Neighbourhood.objects.all(), label="Of which place?", required=False, empty_label="The borough"
    )
    why = forms.CharField(
        label="Why?",
        max_length=300,
        help_text="Everybody can read it, with your name and today’s date.",
        error_messages={"required": "Enter why"},
    )

    def __init__(self, data: Any = None, *, definition: Definition, today: date) -> None:
        super().__init__(data, initial={"period": Period.of("year", on=today).code})
        self.fields["value"].help_text = said_in(definition)
        self.periods = {period.code: period for period in self.periods_to_choose(definition, today=today)}
        self.fields["period"].choices = [(code, in_words(each)) for code, each in self.periods.items()]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self.laid_out())

    def periods_to_choose(self, definition: Definition, *, today: date) -> list[Period]:
        return [*_ahead(today), *periods_of(definition.span, today=today, years=1)]

    def laid_out(self) -> list[Field]:
        return [
            Field.select("period", label_size="s"),
            Field.select("neighbourhood", label_size="s"),
            *self.of_it(),
            Field.text("why", label_size="s"),
        ]

    def of_it(self) -> list[Field]:
        raise NotImplementedError

    def clean_period(self) -> Period:
        return self.periods[self.cleaned_data["period"]]


class TargetForm(AimForm):
    title = "Set a target"
    kind = forms.ChoiceField(
        label="Is it to be",
        choices=TargetKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is to be"},
    )
    value = forms.DecimalField(
        label="How much?", max_digits=14, decimal_places=4, widget=forms.TextInput, error_messages=VALUE
    )
    and_value = forms.DecimalField(
        label="And how much, for “between”?",
        required=False,
        max_digits=14,
        decimal_places=4,
        widget=forms.TextInput,
        error_messages=VALUE,
    )

    def of_it(self) -> list[Field]:
        return [
            Field.radios("kind", legend_size="s"),
            Field.text("value", label_size="s", field_width=10, inputmode="decimal"),
            Field.text("and_value", label_size="s", field_width=10, inputmode="decimal"),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        low, high = said.get("value"), said.get("and_value")
        if said.get("kind") != TargetKind.BETWEEN:
            said["and_value"] = None
        elif high is None or (isinstance(low, Decimal) and high <= low):
            self.add_error("and_value", "Enter the upper end, more than the lower one")
        return said


class BaselineForm(AimForm):
    title = "Say where it started"
    basis = forms.ChoiceField(
        label="How is it known?",
        choices=BaselineBasis,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it is known"},
    )
    value = forms.DecimalField(
        label="How much was it?",
        required=False,
        max_digits=14,
        decimal_places=4,
        widget=forms.TextInput,
        error_messages=VALUE,
    )

    def periods_to_choose(self, definition: Definition, *, today: date) -> list[Period]:
        return periods_of("year", today=today, years=7)

    def of_it(self) -> list[Field]:
        return [
            Field.radios("basis", legend_size="s"),
            Field.text("value", label_size="s", field_width=10, inputmode="decimal"),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("basis") == BaselineBasis.NONE:
            said["value"] = None
        elif said.get("value") is None and "value" not in self.errors:
            self.add_error("value", "Enter how much it was, or say that there is none")
        return said


def said_in(definition: Definition) -> str:
    """Return what a value of a metric is typed in: as it is shown."""
    if definition.shown == Shown.PERCENT:
        return "In percent: 25 for 25%."
    unit = Unit(definition.unit)
    return "A number." if unit == Unit.COUNT or definition.shown == Shown.TIMES else f"In {unit.label}."


def _ahead(today: date, years: int = 4) -> list[Period]:
    """Return the financial years to come, the furthest first, and this one."""
    this = Period.of("year", on=today)
    return [Period.year(this.year_starting + number) for number in range(years, -1, -1)]
