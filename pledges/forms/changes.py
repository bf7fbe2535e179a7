"""What a pledger changes when an officer asks: the very fields of the form, but only those asked about."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Field

from pledges.forms.drafts import public_name, where
from pledges.forms.steps import OWN_WORDS, TEXT_MAX, DetailsForm, ShownForm, WordsForm
from pledges.models import NameShown, Place, Pledge
from pledges.pages.amounts import quantity

# What officers tick, and the fields it unlocks.
UNLOCKS = {
    "text": ("text",),
    "name": ("organisation_name", "name_shown", "name"),
    "amount": ("quantity", "unit"),
    "due_on": ("due_on",),
    "place": ("where",),
    "foundation": ("foundation", "benefit"),
}
LABELS = {
    "text": "What they will do",
    "name": "The name shown",
    "amount": "How much",
    "due_on": "By when",
    "place": "Where",
    "foundation": "Which part of the charter, and what it helps to bring about",
}


class ChangesForm(WordsForm, DetailsForm, ShownForm):
    """The fields that an officer asked about, holding what the pledge says now."""

    title = "Change your pledge"

    def __init__(self, data: Any = None, *, pledge: Pledge, fields: Sequence[str]) -> None:
        self.pledge = pledge
        self.unlocked = [name for field in fields for name in UNLOCKS[field]]
        known = {
            "action": OWN_WORDS,
            "is_organisation": pledge.name_shown == NameShown.ORGANISATION,
        }
        super().__init__(data, known=known, initial=values_of(pledge))

    def prepare(self) -> None:
        WordsForm.prepare(self)
        DetailsForm.prepare(self)
        ShownForm.prepare(self)
        for name in set(self.fields) - set(self.unlocked):
            del self.fields[name]

    def layout(self) -> list[Any]:
        areas = {"text": Field.textarea("text", rows=5, max_characters=TEXT_MAX)}
        return [areas.get(name, Field(name)) for name in self.unlocked if name in self.fields]

    def clean(self) -> dict[str, Any]:
        DetailsForm.clean(self)
        return ShownForm.clean(self)

    def changes(self) -> dict[str, Any]:
        """Return the pledge's columns as they shall be."""
        data = self.cleaned_data
        columns: dict[str, Any] = {name: data[name] for name in ("text", "due_on", "name_shown") if name in self.fields}
        if "quantity" in self.fields:
            columns |= {"quantity_hundredths": data["quantity"], "unit": data["unit"] or None}
        if "where" in self.fields:
            place, neighbourhood = where(data["where"])
            columns |= {"place": place, "neighbourhood_id": neighbourhood or None}
        if "foundation" in self.fields:
            columns |= {"foundation_id": data["foundation"], "benefit_id": data["benefit"]}
        if "name" in self.fields:
            columns["public_name"] = public_name(data)
        return columns

    def contact_name(self) -> str | None:
        """Return the contact's name, None where it was not asked about."""
        return self.cleaned_data["name"] if "name" in self.fields else None


def values_of(pledge: Pledge) -> dict[str, Any]:
    """Return what a pledge says now, as the form's fields hold it."""
    contact = getattr(pledge, "contact", None)
    amount = quantity(pledge.quantity_hundredths)
    return {
        "text": pledge.text,
        "organisation_name": pledge.public_name,
        "name_shown": pledge.name_shown,
        "name": contact.name if contact else "",
        "quantity": f"{amount:.2f}".removesuffix(".00") if amount else "",
        "unit": pledge.unit or "",
        "due_on": pledge.due_on,
        "where": pledge.neighbourhood_id if pledge.place == Place.NEIGHBOURHOOD else pledge.place,
        "foundation": pledge.foundation_id,
        "benefit": pledge.benefit_id,
    }
