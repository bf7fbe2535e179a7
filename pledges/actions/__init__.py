"""Everything that changes a pledge or tells somebody. Each act is one transaction."""

from pledges.actions.clock import ask, expire, remind, run_clock
from pledges.actions.deciding import (
    AlreadyHandled,
    DecidedByAnother,
    HeldByAnother,
    OwnPledge,
    approve,
    ask_for_changes,
    claim,
    mark_spam,
    refuse,
    release,
    reopen,
    see_contact,
)
from pledges.actions.delivering import (
    NeedsBetterEvidence,
    NotPublished,
    ReportWaits,
    SecondOfficerNeeded,
    accept_evidence,
    report,
    take_back,
    verify,
)
from pledges.actions.demonstration import load_demonstration
from pledges.actions.sending import AlreadyReturned, TooLate, confirm, return_with_changes, send

__all__ = [
    "AlreadyHandled",
    "AlreadyReturned",
    "DecidedByAnother",
    "HeldByAnother",
    "NeedsBetterEvidence",
    "NotPublished",
    "OwnPledge",
    "ReportWaits",
    "SecondOfficerNeeded",
    "TooLate",
    "accept_evidence",
    "approve",
    "ask",
    "ask_for_changes",
    "claim",
    "confirm",
    "expire",
    "load_demonstration",
    "mark_spam",
    "refuse",
    "release",
    "remind",
    "reopen",
    "report",
    "return_with_changes",
    "run_clock",
    "see_contact",
    "send",
    "take_back",
    "verify",
]
