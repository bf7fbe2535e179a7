"""What an officer fills in to send a file to the desk."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from spending.models import Upload


def check_size(sent: "UploadedFile[Any]") -> None:
    """Raise ValidationError for a file that would keep a page waiting. The command has no such limit."""
    size = sent.size or 0
    if size > settings.MOST_UPLOADED_BYTES:
        raise ValidationError(
            f"The file has {megabytes(size)}, and a page takes {megabytes(settings.MOST_UPLOADED_BYTES)} at most."
            " Import it with the command: docs/spending.md says how"
        )


def megabytes(size: int) -> str:
    """Return a number of bytes as people say it, rounded up: the smallest file that is too large reads as larger."""
    return f"{-(-size // 1_000_000):,} MB"


class SentFile(forms.Form):
    """A page's questions about a file, beginning with the file. One that arrived with an earlier try is kept."""

    file = forms.FileField(
        label="File",
        validators=[check_size],
        error_messages={
            "required": "Choose a file",
            "missing": "Choose a file",
            "invalid": "The file did not arrive. Choose it again",
            "empty": "The file is empty. Choose another",
        },
    )

    def __init__(self, *args: Any, kept: Upload | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = kept
        self.fields["file"].required = kept is None

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields beside the file."""
        return [field for field in self if field.name != "file"]

    @property
    def most(self) -> str:
        return megabytes(settings.MOST_UPLOADED_BYTES)

    def asked(self) -> dict[str, Any]:
        """Return what was chosen beside the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}
