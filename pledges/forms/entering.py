"""A pledge that an officer types in for somebody: the questions of My Pledge, on two pages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from crispy_forms_gds.layout import Field, Layout
from django import forms

from pledges.forms.drafts import Draft
from pledges.forms.steps import TEXT_MAX, StepForm

# The second page's questions depend on the answers to the first.
FIRST, SECOND = ("who", "action"), ("words", "details", "shown")
# An officer is no machine, and came from nowhere: what travels unseen in the public form is left out.
UNSEEN = ("leave_this_empty", "neighbourhood", "started")


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
        form.helper.layout = Layout(*(laid_out(form, name) for name in form.fields if name not in UNSEEN))
        return form

    def forms(self, steps: tuple[str, ...]) -> list[StepForm]:
        return [self.form(step) for step in steps]


def laid_out(form: StepForm, name: str) -> Any:
    """Return how a field stands among others on one page: no label of its own is the page's heading."""
    field = form.fields[name]
    if name == "text":
        return Field.textarea(name, rows=5, max_characters=TEXT_MAX)
    if isinstance(field, forms.BooleanField):
        return Field.checkbox(name)
    # The first page has one "action"; the hint of where somebody came from is hidden in "who".
    return Field(name)
