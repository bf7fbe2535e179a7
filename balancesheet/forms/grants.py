"""What an officer fills in to import grants: the file, and whether to look first."""

from typing import Any

from django import forms

from spending.forms.uploading import SentFile


class GrantsForm(SentFile):
    """A file in the 360Giving Data Standard. It is looked at and not kept: whoever imports it sends it again."""

    is_meant = forms.BooleanField(label="Import it. Without a tick, only look at what it would change", required=False)
    field_order = ["file", "is_meant"]

    def content(self) -> bytes:
        sent: Any = self.cleaned_data["file"]
        return bytes(sent.read())

    def name(self) -> str:
        return str(self.cleaned_data["file"].name)
