"""What an officer fills in to enter a return and to decide on one. What it claims is read as in a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Fieldset, Layout, Size
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from balancesheet.models import EvidenceKind, Kind, Return
from balancesheet.models.evidence import MEDIA_TYPES
from balancesheet.sources.claims import Books, Claim, read_claim
from charter.models import Foundation
from spending.forms.uploading import SentFile, megabytes
from spending.models import Upload

KEEP = "keep"
# The columns of a file that have a field of another name.
FIELDS = {"what happened": "what_happened"}
TAKEN = "a PDF, a picture (JPEG or PNG), a CSV or text file, or a Word, Excel or OpenDocument file"
NEEDED = {
    EvidenceKind.REGISTER: {
        "register": "Enter the name of the register",
        "reference": "Enter the number under which it stands in the register",
    },
    EvidenceKind.ESTIMATE: {"reference": "Say how the estimate was made"},
}


def check_document(sent: "UploadedFile[Any]") -> None:
    """Raise ValidationError for a document that is too large, or of a type that is not taken."""
    if (sent.size or 0) > settings.MOST_UPLOADED_BYTES:
        most = megabytes(settings.MOST_UPLOADED_BYTES)
        raise ValidationError(
            f"The document has {megabytes(sent.size or 0)}. Make it smaller: {most} at most are taken"
        )
    if Path(sent.name or "").suffix.lower() not in MEDIA_TYPES:
        raise ValidationError(f"This type of file is not taken. Send {TAKEN}")


class ReturnForm(forms.Form):
    """A return of one kind with its evidence. kept: a document that arrived with an earlier try."""

    neighbourhood = forms.ChoiceField(label="Neighbourhood", required=False)
    date = forms.CharField(label="Date", help_text="For example, 31/03/2026", required=False)
    amount = forms.CharField(required=False)
    people = forms.CharField(label="How many people gave the hours? (optional)", required=False)
    group = forms.CharField(
        label="Which group or organisation returns it?", help_text="Never the name of a person", required=False
    )
    what_happened = forms.CharField(
        label="What happened?",
        help_text="Everybody can read this on the balance sheet. Do not name anybody",
        required=False,
    )
    foundation = forms.ChoiceField(label="Foundation of the charter (optional)", required=False)
    evidence = forms.ChoiceField(
        label="What is the evidence?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the evidence is", "invalid_choice": "Choose one of the list"},
    )
    title = forms.CharField(
        label="What is it called?", help_text="For example, Award letter of 4 May 2026", max_length=200, required=False
    )
    register = forms.CharField(label="Name of the register", max_length=120, required=False)
    reference = forms.CharField(
        label="Where does it stand, or how was the estimate made?",
        help_text="The number in the register; for an estimate, what was counted and multiplied",
        max_length=300,
        required=False,
    )
    document = forms.FileField(
        label="Document",
        help_text=f"At most {megabytes(settings.MOST_UPLOADED_BYTES)}: {TAKEN}",
        validators=[check_document],
        required=False,
        error_messages={"empty": "The document is empty. Choose another"},
    )
    is_public = forms.BooleanField(
        label="Everybody may see the document: there are no personal details in it", required=False
    )

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        books: Books,
        kept: Upload | None = None,
        corrects: Return | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.kind, self.books, self.kept = kind, books, kept
        self.claim: Claim | None = None
        fields: dict[str, Any] = self.fields
        fields["neighbourhood"].choices = [("", "Choose"), *books.names.items()]
        fields["foundation"].choices = [("", "None"), *Foundation.objects.values_list("code", "name")]
        same = [(KEEP, f"The same as before: {corrects.evidence}")] if corrects else []
        fields["evidence"].choices = [*same, *EvidenceKind.choices]
        fields["amount"].label = f"How many {kind.counted_in}?"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = self.layout()

    def layout(self) -> Layout:
        people = [Field.text("people", label_size="s", field_width=5, inputmode="numeric")]
        return Layout(
            Field("neighbourhood", context={"label_size": Size.for_label("s")}),
            Field.text("date", label_size="s", field_width=10, autocomplete="off"),
            Field.text("amount", label_size="s", field_width=10, inputmode="decimal", autocomplete="off"),
            *(people if self.kind.with_people else ()),
            Field.text("group", label_size="s"),
            Field.text("what_happened", label_size="s"),
            Field("foundation", context={"label_size": Size.for_label("s")}),
            Fieldset(
                Field.radios("evidence", legend_size="s"),
                Field.text("title", label_size="s"),
                Field.text("register", label_size="s"),
                Field.text("reference", label_size="s"),
                Field.text("document", label_size="s"),
                Field.checkbox("is_public"),
                legend="Evidence",
                legend_size="m",
            ),
        )

    def clean(self) -> dict[str, Any]:
        claim = read_claim(self.cells(), self.books)
        if isinstance(claim, Claim):
            self.claim = claim
        else:
            for fault in claim:
                self.add_error(FIELDS.get(fault.column, fault.column), fault.sentence)
        self.check_evidence()
        return self.cleaned_data

    def cells(self) -> Mapping[str, str]:
        """Return what was typed as the row of a file."""
        typed = {
            column: str(self.data.get(FIELDS.get(column, column), ""))
            for column in ("neighbourhood", "date", "amount", "group", "what happened", "foundation", "people")
        }
        return typed | {"kind": self.kind.code, "unit": self.kind.counted_in}

    def check_evidence(self) -> None:
        kind = self.cleaned_data.get("evidence")
        if kind in (None, KEEP):
            return
        if not self.cleaned_data.get("title") and "title" not in self.errors:
            self.add_error("title", "Say what the evidence is called")
        for name, sentence in NEEDED.get(kind, {}).items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if kind == EvidenceKind.DOCUMENT and not self.has_document and "document" not in self.errors:
            self.add_error("document", "Choose the document")
        if self.cleaned_data.get("is_public") and not self.has_document:
            self.add_error("is_public", "Choose a document to show, or take the tick away")

    @property
    def has_document(self) -> bool:
        return bool(self.cleaned_data.get("document") or self.kept)

    @property
    def keeps_evidence(self) -> bool:
        return bool(self.cleaned_data["evidence"] == KEEP)


def typed_before(returned: Return, *, amount: str) -> dict[str, str]:
    """Return what the form of a return that is corrected begins with. amount: as people write it."""
    return {
        "neighbourhood": returned.ledger_id,
        "date": f"{returned.dated:%d/%m/%Y}",
        "amount": amount,
        "people": str(returned.people or ""),
        "group": returned.group,
        "what_happened": returned.words,
        "foundation": returned.foundation_id or "",
        "evidence": KEEP,
    }


class Reason(forms.Form):
    """Why a return is refused or withdrawn."""

    why = forms.CharField(
        label="Why? It stays with the return",
        max_length=300,
        error_messages={"required": "Say why", "max_length": "Use 300 characters or fewer"},
    )


class ReturnsFile(SentFile):
    """A CSV file, and what it is."""

    title = forms.CharField(
        label="Whose return is it, of what time?",
        help_text="For example, Return of the Pin Green garden, spring 2026. Everybody can read this",
        max_length=200,
        error_messages={
            "required": "Say whose return it is, of what time",
            "max_length": "Use 200 characters or fewer",
        },
    )
    evidence = forms.ChoiceField(
        label="Has the group signed it?",
        choices=[
            (EvidenceKind.SIGNED_RETURN, "Yes, somebody answers for the group"),
            (EvidenceKind.ESTIMATE, "No, it is an estimate"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether the group has signed it",
            "invalid_choice": "Choose one of the two",
        },
    )
    reference = forms.CharField(
        label="Who signed and when, without a name; or how the estimate was made",
        help_text="For example, by the chair on 4 May 2026",
        max_length=300,
        error_messages={
            "required": "Say who signed, or how the estimate was made",
            "max_length": "Use 300 characters or fewer",
        },
    )
