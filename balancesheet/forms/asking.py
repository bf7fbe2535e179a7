"""What anybody fills in to ask about a line, and what an officer fills in to answer or refuse it."""

from typing import Any
from uuid import uuid4

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout
from django import forms

from balancesheet.models import Entry
from balancesheet.models.questions import ANSWER_MAX, WORDS_MAX
from balancesheet.pages.questions import WHOLE
from stevenage_cwb.common import personal_details
from stevenage_cwb.common.personal_details import Finding


class QuestionForm(forms.Form):
    """A question about one line of a statement. lines: (section, its lines) as choices.

    details: what looks like somebody's in the words; the form asks once more, and takes a yes.
    """

    line = forms.ChoiceField(label="Which line is it about?", required=False)
    words = forms.CharField(
        label="What do you want to know?",
        help_text="An officer reads it first. Then everybody can read it: do not write anybody’s name or address.",
        max_length=WORDS_MAX,
        widget=forms.Textarea,
        error_messages={
            "required": "Enter your question",
            "max_length": "Your question must be 1,000 characters or less",
        },
    )
    email = forms.EmailField(
        label="E-mail address for the answer (optional)",
        help_text="Only for the answer, and never public. We take it out of our records with the answer.",
        required=False,
        error_messages={"invalid": "Enter an e-mail address in the correct format, like name@example.com"},
    )
    is_meant = forms.BooleanField(
        label="Everybody may read what looks like a personal detail",
        required=False,
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)
    # People do not see this field; machines fill in everything.
    leave_this_empty = forms.CharField(required=False, max_length=200)

    def __init__(self, data: Any = None, *, lines: list[tuple[str, list[tuple[str, str]]]], line: str = "") -> None:
        super().__init__(data, initial={"line": line, "form_token": uuid4()})
        choices: Any = [("", WHOLE), *lines]
        field: Any = self.fields["line"]
        field.choices = choices
        self.details: list[Finding] = []
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.lay_out()

    def lay_out(self) -> None:
        self.helper.layout = Layout(
            Field.select("line", label_size="s"),
            Field.textarea("words", label_size="s", rows=5, max_characters=WORDS_MAX),
            *((Field.checkbox("is_meant"),) if self.details else ()),
            Field.text("email", label_size="s", autocomplete="email", spellcheck="false"),
            Field("form_token"),
            Field("leave_this_empty", template="components/leave_this_empty.html"),
        )

    def clean(self) -> dict[str, Any]:
        words = self.cleaned_data.get("words", "")
        self.details = personal_details.find(words)
        self.lay_out()
        if self.details and not self.cleaned_data.get("is_meant"):
            found = ", ".join(f"{detail.kind} (“{detail.text}”)" for detail in self.details)
            self.add_error("is_meant", f"Your question holds {found}. Take it out, or tick that everybody may read it")
        return self.cleaned_data

    @property
    def looks_like_a_machine(self) -> bool:
        return bool(self.data.get("leave_this_empty"))


class RefuseForm(forms.Form):
    """Why a question is refused."""

    why = forms.CharField(
        label="Why? It goes to who asked, and stays with the question",
        max_length=300,
        error_messages={"required": "Say why", "max_length": "Use 300 characters or fewer"},
    )


class AnswerForm(forms.Form):
    """An answer, and what was corrected because of the question."""

    answer = forms.CharField(
        label="Answer",
        help_text="Everybody can read it beside the line, for ever. Name nobody.",
        max_length=ANSWER_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter the answer", "max_length": "Use 2,000 characters or fewer"},
    )
    entry = forms.IntegerField(
        label="Number of the entry that corrects the books (optional)",
        help_text="Where the question led to a correction. The number stands in the address of the entry’s page.",
        required=False,
        min_value=1,
        max_value=10**17,
        error_messages={"invalid": "Enter the number of an entry", "max_value": "There is no such entry"},
    )

    def clean_entry(self) -> int | None:
        number: int | None = self.cleaned_data["entry"]
        if number is not None and not Entry.objects.filter(pk=number).exists():
            raise forms.ValidationError("There is no such entry")
        return number
