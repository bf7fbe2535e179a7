"""A pledge that an officer types in for somebody: the questions of My Pledge, on two pages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crispy_forms_gds.layout import HTML, Field, Layout, Size
from django import forms

from pledges.forms.drafts import Draft
from pledges.forms.steps import TEXT_MAX, StepForm

# The second page's questions depend on the answers to the first.
FIRST, SECOND = ("who", "action"), ("words", "details", "shown")


class Entered(Draft):
    """The answers as somebody gave them on paper or by phone."""

    def __init__(self, *, token: UUID, first: Mapping[str, Any], second: Mapping[str, Any] | None) -> None:
        answers = {step: first for step in FIRST if first}
        super().__init__(token=token, answers=answers | {step: second for step in SECOND if second})

    def form(self, step: str, data: Any = None, *, initial: dict[str, Any] | None = None) -> StepForm:
        """Return a step's form, in which nobody needs an e-mail address."""
        form = super().form(step, data, initial=initial)
        if step == "shown":
            form.fields["email"].required = False
            form.fields["email"].label = "E-mail address (optional)"
            form.fields["email"].help_text = "Without one, tell the pledger of the decision yourself."
        # An officer is no machine, and came from no page that hints at an answer.
        seen = ["kind"] if step == "who" else [name for name in form.fields if name != "leave_this_empty"]
        form.helper.layout = Layout(*(part for name in seen for part in laid_out(form, name)))
        return form

    def forms(self, steps: tuple[str, ...]) -> list[StepForm]:
        return [self.form(step) for step in steps]


def laid_out(form: StepForm, name: str) -> list[Any]:
    """Return how a field stands among the others: here no field's label is the page's heading."""
    if name == "text":
        return [Field.textarea(name, label_size="s", rows=5, max_characters=TEXT_MAX)]
    if name == "consent_to_publish":
        return [HTML('{% include "components/privacy_wording.html" %}'), Field.checkbox(name)]
    if isinstance(form.fields[name], forms.BooleanField):
        return [Field.checkbox(name)]
    sizes = {"label_size": Size.for_label("s"), "legend_size": Size.for_legend("s")}
    return [Field(name, context=sizes)]
