"""The officers' desk for the balance sheet: Django's frame and permissions, our own pages in it."""

from balancesheet.admin.due_dates import CouncilAccountsAdmin, DueDateAdmin
from balancesheet.admin.grants import GrantAdmin, GrantFileAdmin
from balancesheet.admin.pulls import PullAdmin
from balancesheet.admin.questions import QuestionAdmin
from balancesheet.admin.returns import ReturnAdmin, ReturnFileAdmin
from balancesheet.admin.voices import VoiceAdmin
from balancesheet.admin.years import FrozenStatementAdmin, YearAdmin

__all__ = [
    "CouncilAccountsAdmin",
    "DueDateAdmin",
    "FrozenStatementAdmin",
    "GrantAdmin",
    "GrantFileAdmin",
    "PullAdmin",
    "QuestionAdmin",
    "ReturnAdmin",
    "ReturnFileAdmin",
    "VoiceAdmin",
    "YearAdmin",
]
