"""My Pledge, one subject a page. Each form knows the answers before it and none of the database."""

import re
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Field, Fieldset, Layout
from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import escape

from charter.pages import words
from pledges.forms.fields import ComingDate, Hundredths, OneLine, Unseen
from pledges.models import DIVISIBLE_UNITS, NameShown, Place, Purpose, Unit
from pledges.pages.wordings import wordings

OWN_WORDS = "own"
TEXT_MAX, NAME_MAX = 500, 160
OPENING = re.compile(r"^(i|we)( will|['’]ll)( |$)", re.IGNORECASE)
VERSIONS = re.compile(r"[0-9]{1,4}-[0-9]{1,4}-[0-9]{1,4}")


class StepForm(forms.Form):
    """A page of the form. `known` holds the cleaned answers of the pages before it."""

    title = ""

    def __init__(self, data: Any = None, *, known: dict[str, Any], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.known = known
        self.prepare()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*self.layout())

    def prepare(self) -> None:
        """Fit the fields to the answers before."""

    def layout(self) -> list[Any]:
        """Return how the fields stand on the page."""
        return []

    @property
    def is_organisation(self) -> bool:
        return bool(self.known.get("is_organisation"))

    def answers(self) -> dict[str, str]:
        """Return what was typed, by the names in the page, to be kept until it is sent."""
        names = [name for field in self for name in names_of(field)]
        return {name: self.data[name] for name in names if name in self.data}


def names_of(field: BoundField) -> list[str]:
    """Return the names of a field's inputs: a date has three."""
    endings = getattr(field.field.widget, "widgets_names", [""])
    return [field.html_name + ending for ending in endings]


class WhoForm(StepForm):
    """Who is making the pledge."""

    title = "Who is making the pledge?"
    kind = forms.ChoiceField(
        label=title,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select who is making the pledge",
            "invalid_choice": "Select who is making the pledge from the list",
        },
    )
    # Signed when the page was first shown: a form that is filled in faster than anybody reads is a machine's.
    started = Unseen()
    # Where the person came from: the example or the neighbourhood whose page led here.
    action = Unseen()
    neighbourhood = Unseen()

    def prepare(self) -> None:
        choices = [Choice(kind.code, kind.name, hint=kind.description) for kind in words().kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return [
            Field.radios("kind", legend_size="l", legend_tag="h1"),
            "started",
            "action",
            "neighbourhood",
        ]

    def clean(self) -> dict[str, Any]:
        kind = words().kind(self.cleaned_data.get("kind", ""))
        return {**self.cleaned_data, "is_organisation": bool(kind and kind.is_organisation)}


class ActionForm(StepForm):
    """Which of the charter's examples it is, or none."""

    title = "What will you do?"
    action = forms.ChoiceField(
        label=title,
        widget=forms.RadioSelect,
        help_text="These are examples from the charter. You can change the words on the next page.",
        error_messages={
            "required": "Select what you will do, or that you will say it in your own words",
            "invalid_choice": "Select what you will do from the list",
        },
    )

    def prepare(self) -> None:
        examples = [
            Choice(action.code, action.sentence[:1].upper() + action.sentence[1:]) for action in words().actions
        ]
        own = Choice(OWN_WORDS, "Something else, in my own words")
        if examples:
            examples[-1].divider = "or"
        self.fields["action"].choices = [*examples, own]  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return [Field.radios("action", legend_size="l", legend_tag="h1", small=True)]


class WordsForm(StepForm):
    """What the pledger promises, in a sentence that begins with "will"."""

    title = "Your pledge"
    text = OneLine(
        max_length=TEXT_MAX,
        widget=forms.Textarea,
        error_messages={
            "required": "Enter what you will do",
            "max_length": "What you will do must be 500 characters or less",
        },
    )
    foundation = forms.ChoiceField(
        label="Which part of the charter does it serve most?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select which part of the charter it serves most",
            "invalid_choice": "Select a part of the charter from the list",
        },
    )
    benefit = forms.ChoiceField(
        label="What will it help to bring about most?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what it will help to bring about",
            "invalid_choice": "Select what it will help to bring about from the list",
        },
    )

    def prepare(self) -> None:
        text = self.fields["text"]
        text.label = "We will …" if self.is_organisation else "I will …"
        text.help_text = (
            "Finish the sentence. Everybody can read it, so leave out names of other people, addresses and "
            "phone numbers."
        )
        if self.example:
            del self.fields["foundation"], self.fields["benefit"]
            self.initial.setdefault("text", self.example.sentence)
        else:
            for name in ("foundation", "benefit"):
                rows = getattr(words(), f"{name}s")
                self.fields[name].choices = [Choice(row.code, row.name) for row in rows]  # type: ignore[attr-defined]

    @property
    def example(self) -> Any:
        return words().action(self.known.get("action", ""))

    def layout(self) -> list[Any]:
        text = Field.textarea("text", label_size="l", label_tag="h1", rows=5, max_characters=TEXT_MAX)
        return [
            text,
            *(Field.radios(name, legend_size="m") for name in ("foundation", "benefit") if name in self.fields),
        ]

    def clean_text(self) -> str:
        """Return the text without the words that stand before it anyway."""
        text = OPENING.sub("", self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text

    def clean(self) -> dict[str, Any]:
        if self.example:
            self.cleaned_data["foundation"] = self.example.foundation
            self.cleaned_data["benefit"] = self.example.benefit
        return self.cleaned_data


class DetailsForm(StepForm):
    """How much, by when and where. All of it may be left out."""

    title = "How much, by when and where?"
    quantity = Hundredths(
        label="How much",
        required=False,
        max_length=20,
        error_messages={
            "invalid": "How much must be a number under 1,000,000,000 with up to 2 decimal places, like 12 or 2.5",
            "zero": "How much must be more than nothing. Leave it empty if you do not know",
        },
    )
    unit = forms.ChoiceField(
        label="What the number counts",
        required=False,
        choices=[("", "Choose"), *Unit.choices],
        error_messages={"invalid_choice": "Select what the number counts from the list"},
    )
    due_on = ComingDate(
        called="By when",
        label="By when (optional)",
        required=False,
        help_text="For example, 31 3 2027",
    )
    where = forms.ChoiceField(
        label="Where (optional)",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Select where from the list"},
    )

    def prepare(self) -> None:
        places = [Choice(row.code, row.name) for row in words().neighbourhoods]
        ends = [Choice(Place.TOWN, "Across the whole town"), Choice(Place.UNSURE, "I am not sure")]
        self.fields["where"].choices = [*places, *ends]  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return [
            HTML.heading("h1", "l", self.title),
            HTML.p("Leave out what you do not know."),
            Fieldset(
                Field.text("quantity", field_width=10, inputmode="decimal", autocomplete="off"),
                Field.select("unit"),
                legend="How much (optional)",
                legend_size="m",
                css_class="amount",
            ),
            Field("due_on", context={"legend_size": "govuk-fieldset__legend--m"}),
            Field.radios("where", legend_size="m", small=True),
        ]

    def clean(self) -> dict[str, Any]:
        quantity, unit = self.cleaned_data.get("quantity"), self.cleaned_data.get("unit")
        if quantity and unit == "":
            self.add_error("unit", "Select what the number counts")
        if unit and quantity is None and "quantity" not in self.errors:
            self.add_error("quantity", "Enter how much, or choose nothing beside it")
        if quantity and unit and unit not in DIVISIBLE_UNITS and quantity % 100:
            self.add_error("quantity", f"Enter a whole number of {Unit(unit).label}")
        return self.cleaned_data


class ShownForm(StepForm):
    """How the pledge is shown, how we reach the pledger, and what they agree to."""

    title = "How your pledge is shown and how we reach you"
    organisation_name = OneLine(
        label="Name of your organisation",
        max_length=NAME_MAX,
        help_text="We show it with the pledge.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={
            "required": "Enter the name of your organisation",
            "max_length": "Name of your organisation must be 160 characters or less",
        },
    )
    name_shown = forms.ChoiceField(
        label="How shall we show your name?",
        widget=forms.RadioSelect,
        initial=NameShown.UNNAMED,
        error_messages={
            "required": "Select how we show your name",
            "invalid_choice": "Select how we show your name from the list",
        },
    )
    name = OneLine(
        label="Your name (optional)",
        required=False,
        max_length=NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": "Your name must be 160 characters or less"},
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="We send you a link to confirm your pledge, and tell you what we decide. It is never shown.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter an e-mail address",
            "invalid": "Enter an e-mail address in the correct format, like name@example.com",
            "max_length": "E-mail address must be 254 characters or less",
            "null_characters_not_allowed": "Enter an e-mail address in the correct format, like name@example.com",
        },
    )
    is_16_or_over = forms.BooleanField(
        label="I am 16 or over",
        error_messages={
            "required": "Confirm that you are 16 or over. If you are younger, ask an adult to make the pledge with you"
        },
    )
    consent_to_publish = forms.BooleanField(
        error_messages={"required": "Agree that we may publish your pledge. We cannot take one that stays secret"},
    )
    consent_to_contact = forms.BooleanField(required=False)
    # The versions of the wordings on the page as it was shown.
    agreed_versions = Unseen()
    # People do not see this field; machines fill in everything.
    leave_this_empty = forms.CharField(required=False, max_length=200)

    PURPOSES = (Purpose.PUBLISH, Purpose.CONTACT, Purpose.PRIVACY)

    def prepare(self) -> None:
        if self.is_organisation:
            del self.fields["name_shown"], self.fields["is_16_or_over"]
            self.fields["name"].label = "Name of a person we can ask for (optional)"
            self.fields["name"].help_text = "It is never shown."
        else:
            del self.fields["organisation_name"]
            self.fields["name_shown"].choices = self.name_choices()  # type: ignore[attr-defined]
            self.fields["name"].help_text = "Needed only if we are to show it."
        current = wordings()
        self.fields["consent_to_publish"].label = escape(current[Purpose.PUBLISH].text)
        self.fields["consent_to_contact"].label = escape(current[Purpose.CONTACT].text)
        versions = "-".join(str(current[purpose].version) for purpose in self.PURPOSES)
        self.initial["agreed_versions"] = versions
        self.privacy_wording = current[Purpose.PRIVACY].text

    def name_choices(self) -> list[Choice]:
        return [
            Choice(NameShown.UNNAMED, NameShown.UNNAMED.label, hint="“A Stevenage resident will …”"),
            Choice(NameShown.INITIAL, NameShown.INITIAL.label, hint="For example, “Sam T. will …”"),
            Choice(NameShown.FULL, NameShown.FULL.label, hint="For example, “Sam Taylor will …”"),
        ]

    def layout(self) -> list[Any]:
        name = (
            [Field.text("organisation_name", label_size="m"), Field.text("name")]
            if self.is_organisation
            else [Field.radios("name_shown", legend_size="m"), Field.text("name")]
        )
        consents = ["is_16_or_over", "consent_to_publish", "consent_to_contact"]
        return [
            HTML.heading("h1", "l", self.title),
            *name,
            Field.text("email", label_size="m"),
            HTML('{% include "components/privacy_wording.html" %}'),
            *(Field.checkbox(consent) for consent in consents if consent in self.fields),
            "agreed_versions",
            Field("leave_this_empty", template="components/leave_this_empty.html"),
        ]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        wanted = data.get("name_shown")
        if wanted in (NameShown.INITIAL, NameShown.FULL) and not data.get("name"):
            if "name" not in self.errors:
                self.add_error("name", "Enter your name, or choose not to show it")
        elif wanted == NameShown.INITIAL and " " not in data["name"]:
            self.add_error("name", "Enter your first and last name, or choose another way to show it")
        return data

    def clean_agreed_versions(self) -> dict[Purpose, int]:
        """Return the version of each wording that the page showed; the current ones where it does not say."""
        said = self.cleaned_data["agreed_versions"] or self.initial["agreed_versions"]
        if not VERSIONS.fullmatch(said):
            said = self.initial["agreed_versions"]
        return dict(zip(self.PURPOSES, map(int, said.split("-")), strict=True))


STEPS: dict[str, type[StepForm]] = {
    "who": WhoForm,
    "action": ActionForm,
    "words": WordsForm,
    "details": DetailsForm,
    "shown": ShownForm,
}
