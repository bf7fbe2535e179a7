"""The nouns of pledging: what was said, who can be asked, what we decided, what may be shown."""

from pledges.models.contacts import Contact, ContactViewing
from pledges.models.decisions import Decision, Outcome, Reason
from pledges.models.pledge import NameShown, Place, Pledge, State, Unit
from pledges.models.tallies import Tally
from pledges.models.wordings import Purpose, Wording

__all__ = [
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
