"""What an officer fills in to decide on a pledge."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from pledges.forms.changes import LABELS
from pledges.models import Reason

MOST_AT_ONCE = 50
TICK = re.compile(r"(?P<key>[0-9]{1,18}):(?P<version>[0-9]{1,9})")


class ReasonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the reasons that are offered, each with its hint."""

    widget = forms.RadioSelect

    def __init__(self) -> None:
        super().__init__(
            queryset=Reason.objects.current(),
            empty_label=None,
            error_messages={
                "required": "Choose a reason",
                "invalid_choice": "Choose a reason from the list: this one has changed since",
            },
        )


class Message(forms.CharField):
    """Words for the pledger."""

    def __init__(self, *, label: str, missing: str = "") -> None:
        super().__init__(
            label=label,
            required=bool(missing),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": missing, "max_length": "Use 2,000 characters or fewer"},
        )


class Plain(forms.Form):
    """A decision that needs no more words. `version` is the pledge as the officer saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def decision(self) -> dict[str, Any]:
        """Return the decision, as the act takes it."""
        return self.cleaned_data


class Refusal(Plain):
    reason = ReasonChoice()
    message = Message(label="Anything to add for the pledger (optional)")


class Changes(Plain):
    unlock = forms.MultipleChoiceField(
        label="What can they change?",
        choices=list(LABELS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one thing to change",
            "invalid_choice": "Tick things to change from the list",
        },
    )
    message = Message(label="What should change, and why?", missing="Say what should change, and why")

    def decision(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data[name] for name in ("version", "message")} | {"fields": data["unlock"]}


class Reopening(Plain):
    message = Message(label="Why? Officers see this", missing="Say why you reopen the pledge")


class Ticked(forms.Field):
    """Pledges ticked in a lane, each as `key:version`: the version is the one the officer saw."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> dict[int, int]:
        """Return versions by keys, in the order of the lane."""
        ticks = [TICK.fullmatch(tick) for tick in value]
        ticked = {int(tick["key"]): int(tick["version"]) for tick in ticks if tick}
        if not ticked:
            raise ValidationError("Tick at least one pledge")
        if len(ticked) > MOST_AT_ONCE:
            raise ValidationError(f"Tick at most {MOST_AT_ONCE} pledges")
        return ticked


class Bulk(forms.Form):
    """One decision on all the pledges ticked."""

    pledge = Ticked()

    def decision(self) -> dict[str, Any]:
        """Return the decision without the pledges, as the act takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "pledge"}


class BulkRefusal(Bulk):
    reason = ReasonChoice()
    message = Message(label="Anything to add for each pledger (optional)")
