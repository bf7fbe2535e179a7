"""What officers say of rules: what is called local from a day on, and which words leave payments out."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import DataError, connection, transaction

from spending.models import ScopeRule, SiteBasis, TierRule

# ONS codes of England, by the column of the directory of postcodes in which they stand.
DISTRICTS = ("E06", "E07", "E08", "E09")
COUNTIES = ("E10", "E11", "E13")
REGIONS = ("E12",)
CODE = re.compile(r"[A-Z][0-9]{8}")
# PostgreSQL remembers so many patterns as it has prepared them: with more, each try takes a hundred times as long.
MOST_RULES_OF_A_COLUMN = 32


class ListField(forms.CharField):
    """Words, one a line or parted by commas, each kept once, in the order in which they stand."""

    widget = forms.Textarea(attrs={"rows": 5, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = re.split(r"[\s,;]+", super().clean(value))
        return list(dict.fromkeys(word for word in words if word))


class CodesField(ListField):
    """ONS codes of areas of some kinds: a code of another kind would fit no postcode, and nobody would notice."""

    def __init__(self, *, kinds: tuple[str, ...], example: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kinds, self.example = kinds, example

    def clean(self, value: Any) -> list[str]:
        codes = [code.upper() for code in super().clean(value)]
        for code in codes:
            if not (CODE.fullmatch(code) and code.startswith(self.kinds)):
                raise ValidationError(
                    f"“{code}” cannot stand here: enter codes of 9 characters, like {self.example}, that begin with"
                    f" {', '.join(self.kinds)}"
                )
        return codes


class BasesField(ListField):
    """What a supplier does at a site, the ground that goes first at the top."""

    def clean(self, value: Any) -> list[str]:
        bases = super().clean(value)
        for basis in bases:
            if basis not in SiteBasis.values:
                raise ValidationError(f"“{basis}” is none of {', '.join(SiteBasis.values)}")
        return bases


class TierRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """The next version of what is called local. Its number is given when it is kept."""

    valid_from = forms.DateField(
        label="First day of payments that it is for",
        help_text="Later than the rules before it. Earlier payments stay as they are. For example, 01/04/2027",
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter the first day",
            "invalid": "Enter a day like 01/04/2027",
            "unique": "A rule begins on that day already: choose a later one",
        },
    )
    borough_codes = CodesField(
        kinds=DISTRICTS,
        example="E07000243",
        label="Stevenage (tier 1)",
        help_text="ONS codes of districts, one a line. Stevenage is E07000243, and E07000101 in data from before 2013.",
        error_messages={"required": "Enter at least the code of Stevenage, E07000243"},
    )
    county_codes = CodesField(
        kinds=COUNTIES,
        example="E10000015",
        label="Rest of the county (tier 2)",
        help_text="ONS codes of counties. Hertfordshire is E10000015.",
        required=False,
    )
    bordering_codes = CodesField(
        kinds=(*COUNTIES, *DISTRICTS),
        example="E10000012",
        label="Bordering counties and boroughs (tier 3)",
        help_text="ONS codes of counties, and of districts and boroughs that have no county. Essex is E10000012.",
        required=False,
    )
    region_codes = CodesField(
        kinds=REGIONS,
        example="E12000006",
        label="Rest of the region (tier 4)",
        help_text="ONS codes of regions. The East of England is E12000006.",
        required=False,
    )
    bases = BasesField(
        label="Which place speaks for a supplier, the best first",
        help_text="; ".join(f"{basis.value}: {basis.label[0].lower()}{basis.label[1:]}" for basis in SiteBasis)
        + ". A place that is left out of the list is not looked at.",
        error_messages={"required": f"Enter at least one of {', '.join(SiteBasis.values)}"},
    )
    why = forms.CharField(
        label="Why",
        help_text="Who decided it, and when. It is public.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why, and who decided it"},
    )

    class Meta:
        model = TierRule
        fields = ["valid_from", "borough_codes", "county_codes", "bordering_codes", "region_codes", "bases", "why"]


class ScopeRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """Words that tell payments apart. The rule with the lowest place that fits decides."""

    class Meta:
        model = ScopeRule
        fields = ["column", "pattern", "scope", "position", "why"]
        labels = {
            "column": "Where to look",
            "pattern": "Pattern",
            "scope": "What such payments are",
            "position": "Place among the rules",
            "why": "Why",
        }
        help_texts = {
            "column": "",
            "pattern": "A PostgreSQL regular expression; capitals do not matter. ^Community chest$ is that name and no"
            r" other; \mvat\M is the word VAT anywhere. Before a sign that is meant as itself, like ( or +, write \.",
            "position": "The lowest goes first, and the first that fits decides.",
        }
        error_messages = {
            "pattern": {"required": "Enter a pattern, like ^Community chest$"},
            "position": {
                "required": "Enter a number",
                "unique": "Another rule has this place: choose a number between two rules",
            },
            "why": {"required": "Say why such payments are that"},
        }

    def clean_pattern(self) -> str:
        pattern: str = self.cleaned_data["pattern"]
        if fault := fault_of(pattern):
            raise ValidationError(
                f"PostgreSQL cannot read this pattern: {fault}. Close every bracket, and write \\ before a sign that is"
                " meant as itself"
            )
        return pattern

    def clean(self) -> dict[str, Any]:
        super().clean()
        others = ScopeRule.objects.filter(column=self.cleaned_data.get("column", "")).exclude(pk=self.instance.pk)
        if others.count() >= MOST_RULES_OF_A_COLUMN:
            self.add_error(
                "column",
                f"There are {MOST_RULES_OF_A_COLUMN} rules for this, as many as are tried fast. Add your words to the"
                " pattern of one of them, after a |",
            )
        return self.cleaned_data


def fault_of(pattern: str) -> str:
    """Return what PostgreSQL finds wrong with a regular expression, or nothing. Only it knows what it can read."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT '' ~* %s", [pattern])
    except DataError as fault:
        return str(fault).splitlines()[0].removeprefix("invalid regular expression: ")
    return ""
