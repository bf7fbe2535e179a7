"""The nouns of pledging: what was said, who can be asked, what we decided, what became of it, what may be shown."""

from pledges.models.became import Grade, Kept, Stage
from pledges.models.contacts import Contact, ContactViewing
from pledges.models.decisions import Decision, Outcome, Reason
from pledges.models.deliveries import Delivery, grades_for
from pledges.models.pledge import CLAIM_LASTS, NameShown, Place, Pledge, State
from pledges.models.tallies import Outturn, Tally, What
from pledges.models.units import DIVISIBLE_UNITS, Unit
from pledges.models.wordings import Purpose, Wording

__all__ = [
    "CLAIM_LASTS",
    "DIVISIBLE_UNITS",
    "Contact",
    "ContactViewing",
    "Decision",
    "Delivery",
    "Grade",
    "Kept",
    "NameShown",
    "Outcome",
    "Outturn",
    "Place",
    "Pledge",
    "Purpose",
    "Reason",
    "Stage",
    "State",
    "Tally",
    "Unit",
    "What",
    "Wording",
    "grades_for",
]
