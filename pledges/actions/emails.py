"""What pledgers are told, put into the outbox in the transaction of what it tells."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from charter.pages import words
from pledges.actions import links
from pledges.models import Contact, Decision, Pledge
from stevenage_cwb.common import outbox

SUBJECTS = {
    "confirm": "Confirm your e-mail address for your pledge",
    "remind": "Reminder: confirm your e-mail address for your pledge",
    "confirmed": "We have your pledge",
    "approved": "Your pledge is published",
    "refused": "We cannot publish your pledge",
    "changes": "Please change something in your pledge",
    "remind_changes": "Reminder: please change something in your pledge",
    "how_did_it_go": "How did it go with your pledge?",
}


def tell(
    pledge: Pledge,
    circumstance: str,
    *,
    at: datetime,
    count: int = 1,
    decision: Decision | None = None,
) -> None:
    """Tell the pledger. Nothing happens where there is no address: a paper form, or deleted details."""
    contact = Contact.objects.filter(pledge=pledge).exclude(email="").first()
    if contact is None:
        return
    context = {
        "pledge": pledge,
        "decision": decision,
        "council": words().council,
        "page": settings.PORTAL_URL + pledge.get_absolute_url(),
        "make": settings.PORTAL_URL + reverse("pledges:make"),
        "confirm": settings.PORTAL_URL + reverse("pledges:confirm", args=[links.for_confirming(pledge)]),
        "report": settings.PORTAL_URL + reverse("pledges:report", args=[links.for_reporting(pledge)]),
        "change": settings.PORTAL_URL + reverse("pledges:change", args=[links.for_changing(decision)])
        if decision
        else "",
    }
    outbox.put(
        about=pledge.reference,
        circumstance=circumstance,
        count=count,
        to=contact.email,
        subject=f"{SUBJECTS[circumstance]} ({pledge.reference})",
        body=render_to_string(f"pledges/emails/{circumstance}.txt", context),
        at=at,
    )
