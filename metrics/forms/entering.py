"""What an owner enters: a period, its figure, perhaps the parts of it, and what shows them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError

from charter.models import Neighbourhood
from metrics.figures import Input
from metrics.models import SCALES, Aggregation, Definition, Grade, Kind, Marker, Period, Unit
from metrics.pages.desk import periods_of
from metrics.pages.naming import in_words

PLACES = "neighbourhood"
MARKERS = [("", "Final"), (Marker.PROVISIONAL, "Provisional: more will come in"), (Marker.ESTIMATED, "An estimate")]
NONE_OF_IT = [(Marker.NOT_AVAILABLE, "It is not available"), (Marker.NOT_APPLICABLE, "It does not apply")]


class EnterForm(forms.Form):
    """One figure, or a figure with its parts."""

    period = forms.ChoiceField(label="Which period?", error_messages={"required": "Select a period"})
    numerator = forms.CharField(required=False, max_length=20)
    denominator = forms.CharField(required=False, max_length=20)
    parts_by = forms.ChoiceField(label="Do you have parts of it?", required=False, widget=forms.RadioSelect)
    parts = forms.CharField(
        label="The parts, one a line",
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text="A name, an equals sign and a number.",
    )
    marker = forms.ChoiceField(
        label="How final is it?", choices=[*MARKERS, *NONE_OF_IT], required=False, widget=forms.RadioSelect
    )
    note = forms.CharField(label="If there is no figure: why?", required=False, max_length=300)
    grade = forms.ChoiceField(
        label="How good is the evidence?",
        choices=Grade,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how good the evidence is"},
    )
    evidence = forms.CharField(
        label="What shows it?",
        max_length=300,
        help_text="A report, a register, a return, with its date. No person’s name.",
        error_messages={"required": "Enter what shows it"},
    )
    evidence_address = forms.URLField(
        label="Its address on the web, if it has one",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput,
        error_messages={"invalid": "Enter an address like https://www.example.org/report"},
    )
    commentary = forms.CharField(
        label="What should a reader know?",
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text="Needed where a figure takes the place of another.",
    )

    def __init__(self, data: Any = None, *, definition: Definition, today: date) -> None:
        super().__init__(data, initial={"parts_by": "", "marker": ""})
        self.definition = definition
        self.periods = {period.code: period for period in periods_of(definition.span, today=today)}
        self.fields["period"].choices = [(code, in_words(each)) for code, each in self.periods.items()]  # type: ignore[attr-defined]
        self.fields["parts_by"].choices = list(self.ways())  # type: ignore[attr-defined]
        self.fields["numerator"].label = definition.numerator
        self.fields["denominator"].label = definition.denominator
        unit = Unit(definition.unit).label
        self.fields["numerator"].help_text = f"In {unit}." if unit != Unit.COUNT.label else "A number."
        if self.is_share:
            self.fields["parts"].help_text = "A name, an equals sign and two numbers: Bedwell = 12 of 40."
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self.laid_out())

    @property
    def is_share(self) -> bool:
        return self.definition.kind == Kind.RATIO

    def ways(self) -> Iterator[tuple[str, str]]:
        yield "", "No"
        for dimension in self.definition.breakdowns:
            yield dimension, f"Yes, by {dimension}"
        if self.definition.aggregation != Aggregation.NOT_ADDITIVE:
            yield PLACES, "Yes, by neighbourhood"

    def laid_out(self) -> Iterator[Field]:
        yield Field.select("period", label_size="s")
        yield Field.text("numerator", label_size="s", field_width=10, inputmode="decimal")
        if self.is_share:
            yield Field.text("denominator", label_size="s", field_width=10, inputmode="decimal")
        if len(self.fields["parts_by"].choices) > 1:  # type: ignore[attr-defined]
            yield Field.radios("parts_by", legend_size="s")
            yield Field.textarea("parts", label_size="s", rows=6)
        yield Field.radios("marker", legend_size="s")
        yield Field.text("note", label_size="s")
        yield Field.radios("grade", legend_size="s")
        yield Field.text("evidence", label_size="s")
        yield Field.text("evidence_address", label_size="s")
        yield Field.textarea("commentary", label_size="s", rows=3)

    def clean_period(self) -> Period:
        return self.periods[self.cleaned_data["period"]]

    def clean_numerator(self) -> int | None:
        return self.smallest_parts(self.cleaned_data["numerator"])

    def clean_denominator(self) -> int | None:
        return self.smallest_parts(self.cleaned_data["denominator"])

    def smallest_parts(self, typed: str) -> int | None:
        """Return what was typed in the smallest parts of the metric's unit; nothing for nothing."""
        said = typed.strip().lstrip("£").replace(",", "").replace("−", "-")
        if not said:
            return None
        scale = SCALES[Unit(self.definition.unit)]
        try:
            value = Decimal(said) * scale
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or value != value.to_integral_value() or abs(value) >= Decimal(10) ** 15:
            raise ValidationError(f"“{typed.strip()[:30]}” must be a number like {'12.50' if scale > 1 else '12'}")
        return int(value)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("parts") and not said.get("parts_by"):
            self.add_error("parts_by", "Select what the parts are by")
        if said.get("parts_by") and not self.errors:
            try:
                said["read_parts"] = [self.part(line) for line in said["parts"].splitlines() if line.strip()]
            except ValidationError as wrong:
                self.add_error("parts", wrong)
        return said

    def part(self, line: str) -> Input:
        """Return one line as a figure. Raises ValidationError saying which line."""
        name, is_there, numbers = line.partition("=")
        of, _, whole = numbers.partition(" of ")
        if not (is_there and name.strip() and of.strip()) or bool(whole.strip()) != self.is_share:
            wanted = "a name = 12 of 40" if self.is_share else "a name = 12"
            raise ValidationError(f"“{line.strip()[:60]}” must be {wanted}")
        of_it = {"numerator": self.smallest_parts(of), "denominator": self.smallest_parts(whole)}
        if self.cleaned_data["parts_by"] == PLACES:
            return self.figure(neighbourhood=self.place(name.strip()), **of_it)
        return self.figure(dimension=self.cleaned_data["parts_by"], category=name.strip()[:120], **of_it)

    def place(self, name: str) -> str:
        found = Neighbourhood.objects.filter(name__iexact=name).values_list("pk", flat=True).first()
        if found is None:
            names = ", ".join(Neighbourhood.objects.values_list("name", flat=True))
            raise ValidationError(f"“{name[:60]}” is none of the neighbourhoods: {names}")
        return found

    def figure(self, **of_it: Any) -> Input:
        said = self.cleaned_data
        marker = said["marker"] if of_it["numerator"] is not None or said["marker"] in dict(NONE_OF_IT) else ""
        return Input(grade=said["grade"], marker=marker, note=said["note"], **of_it)

    def figures(self) -> list[Input]:
        """Return what was entered: the whole first, then its parts."""
        said = self.cleaned_data
        whole = self.figure(numerator=said["numerator"], denominator=said["denominator"])
        return [whole, *said.get("read_parts", [])]

    def shown(self) -> dict[str, str]:
        """Return what shows the figures, as `observing.Evidence` takes it."""
        said = self.cleaned_data
        return {"words": said["evidence"], "address": said["evidence_address"], "commentary": said["commentary"]}
