"""What officers are asked for when they decide on an imported file."""

from django import forms

from spending.models import SourceFile

MOST_WHY = SourceFile._meta.get_field("undone_why").max_length


class Undoing(forms.Form):
    """Why a file is taken out of every sum: no file is without that."""

    why = forms.CharField(
        label="Why? Officers see this",
        max_length=MOST_WHY,
        error_messages={"required": "Say why the file is undone", "max_length": f"Use {MOST_WHY} characters or fewer"},
    )
