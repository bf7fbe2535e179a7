"""What an officer may say of a supplier on its page: what it is, its other names and numbers, where it is."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from spending.models import (
    Body,
    KindBasis,
    Supplier,
    SupplierIdentifier,
    SupplierKind,
    SupplierName,
    SupplierSite,
)
from spending.pages.names import key, reads_like_a_person
from spending.pages.numbers import CHARITIES, COMPANIES, charity_number, company_number, own_scheme
from spending.pages.postcodes import postcode


class SupplierForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Supplier
        fields = ["name", "kind", "alive_from", "alive_to"]
        labels = {"kind": "What it is", "alive_from": "Founded on", "alive_to": "Closed on"}
        help_texts = {
            "name": "With a title, like Mrs, it becomes an individual’s, unless you say what it is too.",
            "alive_to": "The first day it no longer was. Nothing: it still is.",
        }

    def clean_name(self) -> str:
        return a_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        is_said = "kind" in self.changed_data
        # A person's name is not published by oversight. Who is something else for sure can be said to be it, or again.
        if "name" in self.changed_data and not is_said and reads_like_a_person(self.cleaned_data.get("name", "")):
            self.cleaned_data["kind"], is_said = SupplierKind.INDIVIDUAL, True
        # What an officer says of the kind is on the officer's word.
        if is_said:
            is_known = self.cleaned_data.get("kind") != SupplierKind.UNKNOWN
            self.instance.kind_basis = KindBasis.PERSON if is_known else KindBasis.NONE
        if ends_too_early(self.cleaned_data, "alive_from", "alive_to"):
            self.add_error("alive_to", "It must be after the first day")
        return self.cleaned_data


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = SupplierName
        fields = ["name", "used_from", "used_to", "source"]
        labels = {
            "used_from": "First day it was used",
            "used_to": "First day it was no longer used",
            "source": "Where we know it from",
        }
        help_texts = {"used_to": "Nothing: it still is."}

    def clean_name(self) -> str:
        name = a_name(self.cleaned_data["name"])
        self.instance.key = key(name)
        return name

    def clean(self) -> dict[str, Any]:
        if ends_too_early(self.cleaned_data, "used_from", "used_to"):
            self.add_error("used_to", "It must be after the first day")
        return self.cleaned_data


class NameFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The names of a supplier: each once for the same days, and among them the one that it goes by."""

    def clean(self) -> None:
        super().clean()
        gone = [form.instance for form in self.deleted_forms]
        stay = SupplierName.objects.filter(supplier=self.instance.pk).exclude(pk__in=[name.pk for name in gone])
        known = set(stay.values_list("key", "used_from"))
        for form in self.extra_forms:
            if not form.has_changed() or form.errors:
                continue
            said = (form.instance.key, form.cleaned_data["used_from"])
            if said in known:
                form.add_error("name", "It has this name already")
            known.add(said)
        own = key(self.instance.name)
        if own in {name.key for name in gone} and own not in {name for name, _ in known}:
            raise ValidationError("It goes by the name that you delete: give it another name at the top first")


class NumberForm(forms.ModelForm):  # type: ignore[type-arg]
    """A number in a register, in the one form in which it compares."""

    scheme = forms.ChoiceField(label="Whose number it is")

    class Meta:
        model = SupplierIdentifier
        fields = ["scheme", "value"]
        labels = {"value": "Number"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(own_scheme(body.pk), f"Number at {body}") for body in Body.objects.all()]
        self.fields["scheme"].choices = [  # type: ignore[attr-defined]
            ("", "Choose"),
            (COMPANIES, "Company number"),
            (CHARITIES, "Charity number"),
            *own,
        ]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        normal = {COMPANIES: company_number, CHARITIES: charity_number}.get(given.get("scheme", ""), str.strip)
        given["value"] = normal(given.get("value", ""))
        if not given["value"] and not self.has_error("value"):
            self.add_error("value", "Enter a number as the register writes it")
        return given


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = SupplierSite
        fields = ["basis", "postcode", "is_outside_uk", "is_branch", "source", "as_at", "valid_from", "valid_to"]
        labels = {
            "basis": "What is there",
            "is_outside_uk": "It is outside the UK",
            "is_branch": "It is a branch: the head office is elsewhere",
            "source": "Where we know it from",
            "as_at": "The day that the source speaks of",
            "valid_from": "First day there",
            "valid_to": "First day no longer there",
        }
        help_texts = {"postcode": "", "is_branch": "", "as_at": "", "valid_to": "Nothing: it still is there."}

    def clean_postcode(self) -> str:
        typed: str = self.cleaned_data["postcode"]
        if typed and not postcode(typed):
            raise ValidationError("Enter a whole UK postcode, like SG1 1HN")
        return postcode(typed)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "postcode" in given and bool(given["postcode"]) == bool(given.get("is_outside_uk")):
            self.add_error("postcode", "Enter a postcode, or say that it is outside the UK")
        if ends_too_early(given, "valid_from", "valid_to"):
            self.add_error("valid_to", "It must be after the first day")
        return given


class SiteFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The sites of a supplier: one of a basis at a time. One that has moved has a page of its own for that."""

    def clean(self) -> None:
        super().clean()
        now: set[str] = set()
        for form in self.forms:
            if form.errors or not (form.has_changed() or form.instance.pk) or form.cleaned_data.get("valid_to"):
                continue
            basis = form.cleaned_data["basis"]
            if basis in now:
                form.add_error("basis", "It has a place of this kind now. If it has moved, say so by “It has moved”")
            now.add(basis)


def a_name(name: str) -> str:
    if not key(name):
        raise ValidationError("Enter a name with letters or numbers")
    return name


def ends_too_early(given: dict[str, Any], first: str, last: str) -> bool:
    begins: date | None = given.get(first)
    ends: date | None = given.get(last)
    return bool(begins and ends and ends <= begins)
