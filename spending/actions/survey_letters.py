"""What surveyed suppliers are written, and the links in it. A link names a supplier of a survey, nothing else.

Signed as those of pledges are: nothing has to be kept to know them again. A new number ends the links before it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse

from charter.pages import words
from spending.models import SurveyedSupplier
from spending.pages.survey_form import asked_page
from stevenage_cwb.common import outbox

SALT = "spending.survey"
SUBJECTS = {
    "ask": "What you spend in Stevenage: three questions",
    "remind": "Reminder: what you spend in Stevenage, three questions",
}
# From a survey's closing. Said in the letter, on the form and in the privacy notice.
ADDRESSES_KEPT = timedelta(days=30)


def token_of(asked: SurveyedSupplier) -> str:
    return signing.dumps([asked.pk, asked.link_number], salt=SALT)


def asked_by_link(token: str) -> SurveyedSupplier | None:
    """Return whom a link asks; None where nobody of ours made the link, or a newer one has replaced it."""
    try:
        pk, number = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    asked = SurveyedSupplier.objects.select_related("survey__body", "supplier")
    return asked.filter(pk=pk, link_number=number).first()


def write(asked: SurveyedSupplier, circumstance: str, *, at: datetime) -> None:
    """Write to a supplier once for each circumstance, link and day."""
    context = {
        "asked": asked_page(asked),
        "council": words().council,
        "link": settings.PORTAL_URL + reverse("spending:survey", args=[token_of(asked)]),
        "privacy": settings.PORTAL_URL + reverse("privacy") + "#suppliers",
        "days_kept": ADDRESSES_KEPT.days,
    }
    outbox.put(
        about=about(asked),
        circumstance=f"{circumstance}-{asked.link_number}",
        count=at.date().toordinal(),
        to=asked.email,
        subject=SUBJECTS[circumstance],
        body=render_to_string(f"spending/emails/{circumstance}.txt", context),
        at=at,
    )


def forget(asked: SurveyedSupplier, *, at: datetime) -> None:
    """Remove every letter to a supplier; what has not left never will."""
    outbox.forget(about=about(asked), at=at)


def about(asked: SurveyedSupplier) -> str:
    return f"survey {asked.survey_id}, supplier {asked.supplier_id}"
