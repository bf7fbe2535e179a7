"""What officers are asked for when they decide on an imported file."""

from django import forms
from django.contrib.admin.helpers import ActionForm


class Deciding(ActionForm):
    """The list of decisions, with room to say why: a file is not undone without that."""

    why = forms.CharField(label="Why you undo:", required=False, max_length=200)
