"""What officers fill in about payees and suppliers: which organisation it is, a new one, where one has moved."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from spending.models import RegisterEntry, SiteBasis, Supplier, SupplierKind, SupplierSite
from spending.pages.names import key
from spending.pages.postcodes import postcode

# As `spending.pages.candidates` writes who somebody is: s12 a supplier, e34 an entry of a register.
CODE = re.compile(r"([se])([0-9]{1,18})")


class Chosen(forms.Form):
    """One of the organisations that a payee may be."""

    candidate = forms.CharField(error_messages={"required": "Choose an organisation first"})

    def clean_candidate(self) -> Supplier | RegisterEntry:
        code = CODE.fullmatch(self.cleaned_data["candidate"])
        kind = {"s": Supplier, "e": RegisterEntry}
        chosen = kind[code[1]].objects.filter(pk=code[2]).first() if code else None  # type: ignore[attr-defined]
        if not isinstance(chosen, Supplier | RegisterEntry):
            raise ValidationError("That organisation is not there any more. Choose again")
        return chosen


class Placed(forms.Form):
    """Where a supplier is: a postcode, or outside the UK."""

    postcode = forms.CharField(
        label="Postcode", required=False, max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    is_outside_uk = forms.BooleanField(label="It is outside the UK", required=False)

    def clean_postcode(self) -> str:
        typed: str = self.cleaned_data["postcode"]
        if typed and not postcode(typed):
            raise ValidationError("Enter a whole UK postcode, like SG1 1HN")
        return postcode(typed)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("postcode") and self.cleaned_data.get("is_outside_uk"):
            self.add_error("postcode", "Leave the postcode empty if it is outside the UK")
        return self.cleaned_data


class NewSupplier(Placed):
    """A supplier that is in no register we have."""

    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter the supplier's name"})
    kind = forms.TypedChoiceField(label="What it is", coerce=SupplierKind, choices=SupplierKind, initial="unknown")
    basis = forms.TypedChoiceField(
        label="How you know that it is there", coerce=SiteBasis, choices=SiteBasis, initial=SiteBasis.REMITTANCE
    )
    is_branch = forms.BooleanField(label="It is a branch: the head office is elsewhere", required=False)

    field_order = ["name", "kind", "postcode", "is_outside_uk", "basis", "is_branch"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not key(name):
            raise ValidationError("Enter a name with letters or numbers")
        return name


class SiteChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.get_basis_display().lower()})"


class Moved(Placed):
    """A supplier's new place, from a day on."""

    site = SiteChoice(
        SupplierSite.objects.none(),
        label="Which place it has left",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the place that it has left",
            "invalid_choice": "It has left that place already",
        },
    )
    on = forms.DateField(
        label="First day at the new place",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Enter the first day at the new place"},
    )
    source = forms.CharField(
        label="Where you know it from", max_length=200, error_messages={"required": "Say where you know it from"}
    )

    field_order = ["site", "postcode", "is_outside_uk", "on", "source"]

    def __init__(self, data: Any = None, *, supplier: Supplier) -> None:
        super().__init__(data)
        sites = supplier.sites.current()
        field = self.fields["site"]
        field.queryset = sites  # type: ignore[attr-defined]
        field.initial = sites.first()

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        if not (given.get("postcode") or given.get("is_outside_uk") or self.has_error("postcode")):
            self.add_error("postcode", "Enter the new postcode, or say that it is outside the UK")
        site, on = given.get("site"), given.get("on")
        if site and on and site.valid_from and on <= site.valid_from:
            self.add_error("on", f"It was at the place it has left only from {site.valid_from:%-d %B %Y}")
        return given
