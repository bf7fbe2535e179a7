"""The only code that writes balance-sheet entries. Post, reverse, open and close a year: no entry comes another way.

What makes it hold is in the database, in migrations 0002 to 0007; this says kindly what that refuses.
"""

from balancesheet.ledger.bulk import Fault, Posted, RowsRefused, post_many
from balancesheet.ledger.drafts import Draft, Leg, Signatures
from balancesheet.ledger.posting import post, reverse
from balancesheet.ledger.refusals import (
    AlreadyClosed,
    AlreadyReversed,
    Busy,
    DoesNotNet,
    EarlierYearIsOpen,
    NoSuchYear,
    NotADay,
    NotBalanced,
    NothingToRestate,
    NotOneUnit,
    NotWhole,
    OnBothSides,
    OtherContent,
    PostedMeanwhile,
    Refused,
    ReversalStands,
    TooLarge,
    YearIsClosed,
)
from balancesheet.ledger.restoring import Kept, OtherDigest, restore
from balancesheet.ledger.selected import Moved, post_selected
from balancesheet.ledger.totals import rebuild_totals
from balancesheet.ledger.years import close_year, open_year

__all__ = [
    "AlreadyClosed",
    "AlreadyReversed",
    "Busy",
    "DoesNotNet",
    "Draft",
    "EarlierYearIsOpen",
    "Fault",
    "Kept",
    "Leg",
    "Moved",
    "NoSuchYear",
    "NotADay",
    "NotBalanced",
    "NotOneUnit",
    "NotWhole",
    "NothingToRestate",
    "OnBothSides",
    "OtherContent",
    "OtherDigest",
    "Posted",
    "PostedMeanwhile",
    "Refused",
    "ReversalStands",
    "RowsRefused",
    "Signatures",
    "TooLarge",
    "YearIsClosed",
    "close_year",
    "open_year",
    "post",
    "post_many",
    "post_selected",
    "rebuild_totals",
    "restore",
    "reverse",
]
