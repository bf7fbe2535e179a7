"""A pledge that is being written: the answers so far, page by page, and what they make together.

A draft lives in the person's own browser (views/make.py), so that no page but the last needs a database and
nothing is stored of what is not sent.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField

from charter.models import Benefit, ExampleAction, Foundation, Neighbourhood, PledgerKind
from charter.pages import words
from pledges.forms.steps import NAME_MAX, STEPS, StepForm
from pledges.models import Contact, NameShown, Place, Pledge, Purpose
from stevenage_cwb.common import personal_details
from stevenage_cwb.common.kept import Kept

Answers = Mapping[str, str]

UNNAMED = "A Stevenage resident"


class Draft:
    """The answers to a form that has not been sent."""

    def __init__(self, *, token: UUID, answers: Mapping[str, Answers]) -> None:
        self.token = token
        self.answers = dict(answers)
        self._forms: dict[str, StepForm] = {}

    def form(self, step: str, data: Any = None, *, initial: dict[str, Any] | None = None) -> StepForm:
        """Return a page's form: with `data`, else with the answers kept, else empty."""
        kept = self.answers.get(step) if data is None else data
        known = self.known_before(step)
        return STEPS[step](kept, known=known, initial=initial or first_values(step, known))

    def known_before(self, step: str) -> dict[str, Any]:
        """Return the cleaned answers of the pages before a page."""
        before = list(STEPS)[: list(STEPS).index(step)]
        known: dict[str, Any] = {}
        for earlier in before:
            known |= self.cleaned(earlier)
        return known

    def cleaned(self, step: str) -> dict[str, Any]:
        """Return the cleaned answers of one page; nothing where it is missing or no longer right."""
        if step not in self.answers:
            return {}
        if step not in self._forms:
            self._forms[step] = self.form(step)
        form = self._forms[step]
        return form.cleaned_data if form.is_valid() else {}

    def first_missing(self) -> str | None:
        """Return the first page that has no right answers yet, None where all have."""
        return next((step for step in STEPS if not self.cleaned(step)), None)

    @property
    def all(self) -> dict[str, Any]:
        """Return the cleaned answers of all pages. The example chosen there wins over the one linked from."""
        everything: dict[str, Any] = {}
        for step in STEPS:
            everything |= self.cleaned(step)
        return everything

    def pledge(self) -> Pledge:
        """Return the pledge that would be stored, with its words: asks nothing of the database."""
        data = self.all
        place, neighbourhood = where(data["where"])
        named = words()
        example, hood = named.action(data["action"]), named.neighbourhood(neighbourhood)
        return Pledge(
            form_token=self.token,
            kind=word(PledgerKind, named.kind(data["kind"])),
            name_shown=data.get("name_shown", NameShown.ORGANISATION),
            public_name=public_name(data),
            text=data["text"],
            action=word(ExampleAction, example) if example else None,
            foundation=word(Foundation, named.foundation(data["foundation"])),
            benefit=word(Benefit, named.benefit(data["benefit"])),
            quantity_hundredths=data["quantity"],
            unit=data["unit"] or None,
            due_on=data["due_on"],
            place=place,
            neighbourhood=word(Neighbourhood, hood) if hood else None,
            is_16_or_over=data.get("is_16_or_over"),
        )

    def contact(self) -> Contact:
        return Contact(name=self.all["name"], email=self.all["email"])

    def agreed(self) -> dict[Purpose, int]:
        """Return the version of each wording that was agreed to."""
        data = self.all
        versions: dict[Purpose, int] = dict(data["agreed_versions"])
        if not data["consent_to_contact"]:
            del versions[Purpose.CONTACT]
        return versions

    @property
    def looks_like_a_machine(self) -> bool:
        return bool(self.all.get("leave_this_empty"))

    def personal_details(self) -> list[personal_details.Finding]:
        """Return what in the public words looks like a personal detail."""
        pledge = self.pledge()
        found = personal_details.find(pledge.text)
        if pledge.name_shown == NameShown.ORGANISATION:
            found += personal_details.find(pledge.public_name)
        return found

    def kept(self) -> Kept:
        """Return all that was typed, for the page that says why it could not be stored."""
        return [
            (f"{step}-{field.name}", label_of(field), shown(field))
            for step in self.answers
            for field in self.form(step)
        ]


def first_values(step: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page shows before it is answered, from the link that led to the form."""
    if step == "action" and words().action(known.get("action", "")):
        return {"action": known["action"]}
    if step == "details" and words().neighbourhood(known.get("neighbourhood", "")):
        return {"where": known["neighbourhood"]}
    return {}


def where(answer: str) -> tuple[str, str]:
    """Return the place and the neighbourhood's code of one answer. No answer: not sure."""
    if answer in ("", Place.UNSURE):
        return Place.UNSURE, ""
    return (Place.TOWN, "") if answer == Place.TOWN else (Place.NEIGHBOURHOOD, answer)


def public_name(data: Mapping[str, Any]) -> str:
    """Return the name that everybody sees, as the pledger chose it."""
    if "organisation_name" in data:
        return str(data["organisation_name"])
    if data["name_shown"] == NameShown.FULL:
        return str(data["name"])
    if data["name_shown"] == NameShown.INITIAL:
        first, *_, last = data["name"].split()
        # A first name may fill the field alone; the full stop would be one letter too many.
        return f"{first} {last[0].upper()}."[:NAME_MAX]
    return UNNAMED


def word(model: Any, row: Any) -> Any:
    """Return a row of the charter's words, unsaved: enough to show it and to point to it."""
    return model(code=row.code, name=row.name)


def label_of(field: BoundField) -> str:
    """Return a field's label; nothing for what travels unseen."""
    return "" if field.is_hidden or field.name == "leave_this_empty" else str(field.label)


def shown(field: BoundField) -> str:
    """Return an answer as the person knows it: the label of a choice, not its code."""
    value = field.value()
    if isinstance(value, list | tuple):
        day = field.form.cleaned_data.get(field.name) if field.form.is_valid() else None
        return f"{day:%-d %B %Y}" if day else " ".join(part for part in value if part)
    if isinstance(field.field, forms.BooleanField):
        return "Yes" if value else "No"
    choices = {choice[0]: choice[1] for choice in getattr(field.field, "choices", ())}
    return str(choices.get(value, value)) if value else ""
