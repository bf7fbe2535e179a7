"""The nouns of pledging: what was said, who can be asked, what we decided, what may be shown."""

from pledges.models.contacts import Contact, ContactViewing
from pledges.models.decisions import Decision, Outcome, Reason
from pledges.models.pledge import CLAIM_LASTS, DIVISIBLE_UNITS, NameShown, Place, Pledge, State, Unit
from pledges.models.tallies import Tally
from pledges.models.wordings import Purpose, Wording

__all__ = [
    "CLAIM_LASTS",
    "DIVISIBLE_UNITS",
    "Contact",
    "ContactViewing",
    "Decision",
    "NameShown",
    "Outcome",
    "Place",
    "Pledge",
    "Purpose",
    "Reason",
    "State",
    "Tally",
    "Unit",
    "Wording",
]
