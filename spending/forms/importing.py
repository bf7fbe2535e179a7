"""What an officer fills in to import a spend file: whose it is, and what only a person can decide about it."""

from typing import Any

from django import forms

from spending.forms.uploading import SentFile
from spending.models import Body, SavedLayout

# What a yes to each question means, by the word that the command knows it by.
YES = {
    "total": "Import it: the payments are right, the total in the file is not",
    "total_line": "Import it: that record is a payment like the others",
    "date_order": "Import it, with the dates read {order}",
    "amounts": "Import it, with “{amount}” as the amount",
    "no_date": "Import it without dates",
    "no_supplier": "Import it without the names of payees",
    "period": "Import it: the dates are right, the file’s name is not",
    "signs": "Import it: these are credits, and payments are above zero",
    "credits": "Import it: each amount has the sign that it should have",
    "future": "Import it: the dates are right",
    "another_table": "Import all of it: every part of the file is payments",
    "mostly_unread": "Import what could be read, and leave the rest in quarantine",
}
# Where no yes helps: what does.
INSTEAD = {
    "no_amount": "Give the right column the title “Amount”, and send the file again.",
    "no_payments": "Look whether it is the file that you meant. If it is, ask the body for another.",
    "line_too_long": "Open it in a spreadsheet program, and save it as CSV.",
}
MOST_NAME = Body._meta.get_field("name").max_length
MOST_PROFILE = SavedLayout._meta.get_field("name").max_length


class SpendFile(SentFile):
    """A file, and the body that published it."""

    body = forms.ModelChoiceField(
        label="Who published it?",
        queryset=Body.objects.all(),
        required=False,
        empty_label="A new body, named below",
        error_messages={"invalid_choice": "Choose a body from the list"},
    )
    new_body = forms.CharField(
        label="Name of the new body",
        max_length=MOST_NAME,
        required=False,
        error_messages={"max_length": f"Use {MOST_NAME} characters or fewer"},
    )
    field_order = ["body", "new_body", "file"]

    def clean(self) -> dict[str, Any]:
        if not self.errors.keys() & {"body", "new_body"}:
            chosen, named = self.cleaned_data["body"], self.cleaned_data["new_body"]
            if not chosen and not named:
                self.add_error("new_body", "Choose a body from the list, or name a new one")
            elif chosen and named:
                self.add_error("new_body", "Choose a body from the list or name a new one, not both")
        return self.cleaned_data

    def asked(self) -> dict[str, Any]:
        chosen = self.cleaned_data["body"]
        return {"body": chosen.name if chosen else self.cleaned_data["new_body"]}


class Answers(forms.Form):
    """What an officer says to the questions that a file raises. An answer left out is no."""

    accept = forms.MultipleChoiceField(
        choices=list(YES.items()),
        required=False,
        error_messages={"invalid_choice": "Answer the questions that are asked"},
    )
    accept_proposal = forms.BooleanField(required=False)
    profile = forms.CharField(
        max_length=MOST_PROFILE,
        required=False,
        error_messages={"max_length": f"Use {MOST_PROFILE} characters or fewer"},
    )
    second_version = forms.ChoiceField(
        choices=[("replace", "It replaces that file"), ("add", "It is added to that file")],
        required=False,
        error_messages={"invalid_choice": "Choose one of the two"},
    )
