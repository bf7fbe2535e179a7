"""What officers fill in at the end of a year: what was said of it, who signs, why a version supersedes another."""

from typing import Any

from django import forms

from balancesheet.models import Ledger
from balancesheet.models.voices import WORDS_MAX
from balancesheet.pages.frozen import Signed
from pledges.forms.fields import OneLine
from stevenage_cwb.common.years import year_name


class VoiceForm(forms.Form):
    """What somebody said about a neighbourhood's year. years: those on record, by their April."""

    ledger = forms.ChoiceField(label="About whose year?", error_messages={"required": "Choose a neighbourhood"})
    year = forms.TypedChoiceField(label="Which year?", coerce=int, error_messages={"required": "Choose a year"})
    role = OneLine(
        label="Who said it?",
        help_text="A role, such as “a resident of eight years” or “the allotment society”. Never a person’s name.",
        max_length=120,
        error_messages={"required": "Say who said it", "max_length": "Use 120 characters or fewer"},
    )
    words = forms.CharField(
        label="What was said, word for word",
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter what was said", "max_length": "Use 1,500 characters or fewer"},
    )

    def __init__(self, data: Any = None, *, years: list[int]) -> None:
        super().__init__(data)
        ledgers: Any = self.fields["ledger"]
        ledgers.choices = [
            ("", "Choose"),
            *((ledger.code, str(ledger)) for ledger in Ledger.objects.select_related("neighbourhood")),
        ]
        of_years: Any = self.fields["year"]
        of_years.choices = [("", "Choose"), *((year, year_name(year)) for year in years)]


class ReplyForm(forms.Form):
    """What was replied to what somebody said."""

    role = OneLine(
        label="Who replies?",
        help_text="A role, such as “the council’s parks team”. Never a person’s name.",
        max_length=120,
        error_messages={"required": "Say who replies", "max_length": "Use 120 characters or fewer"},
    )
    words = forms.CharField(
        label="The reply, word for word",
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the reply", "max_length": "Use 1,500 characters or fewer"},
    )


class SignForm(forms.Form):
    """Who answers for a statement."""

    signed_name = OneLine(
        label="Name of the officer who signs",
        max_length=120,
        error_messages={"required": "Enter the name of who signs", "max_length": "Use 120 characters or fewer"},
    )
    signed_role = OneLine(
        label="Their role",
        help_text="The officer responsible for finance (section 151 of the Local Government Act 1972), or a deputy",
        max_length=120,
        error_messages={"required": "Enter the role of who signs", "max_length": "Use 120 characters or fewer"},
    )

    @property
    def signed(self) -> Signed:
        """Return who signs, of a valid form."""
        return Signed(self.cleaned_data["signed_name"], self.cleaned_data["signed_role"])


class CloseForm(SignForm):
    """Who signs, and where no voice is on record: that none were given."""

    none_were_given = forms.BooleanField(
        label="No voices were given for this year: the statement says so", required=False
    )


class SupersedeForm(SignForm):
    """Who signs a later version, and why there is one."""

    note = OneLine(
        label="What is different in this version?",
        help_text="Everybody can read it. The version before keeps its address.",
        max_length=300,
        error_messages={"required": "Say what is different", "max_length": "Use 300 characters or fewer"},
    )
