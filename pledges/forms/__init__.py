"""What people type, page by page, and what it makes."""

from pledges.forms.drafts import Draft
from pledges.forms.steps import STEPS, StepForm

__all__ = ["STEPS", "Draft", "StepForm"]
