"""The signed links in e-mails. They name a row and what they are for; what they may do, the row's state decides."""

from django.core import signing

from pledges.models import Decision, Pledge

CONFIRM, CHANGE, REPORT = "pledges.confirm", "pledges.change", "pledges.report"


def for_confirming(pledge: Pledge) -> str:
    return signing.dumps(pledge.pk, salt=CONFIRM)


def for_changing(decision: Decision) -> str:
    return signing.dumps(decision.pk, salt=CHANGE)


def for_reporting(pledge: Pledge) -> str:
    return signing.dumps(pledge.pk, salt=REPORT)


def pledge_to_confirm(token: str) -> Pledge | None:
    """Return the pledge that a link confirms, None where nobody of ours made the link."""
    return Pledge.objects.filter(pk__in=rows(token, CONFIRM)).first()


def decision_to_answer(token: str) -> Decision | None:
    """Return the request for changes that a link answers, None where nobody of ours made the link."""
    return Decision.objects.select_related("pledge").filter(pk__in=rows(token, CHANGE)).first()


def pledge_to_report_on(token: str) -> Pledge | None:
    """Return the pledge whose pledger a link asks what became of it, None where nobody of ours made the link."""
    return Pledge.objects.filter(pk__in=rows(token, REPORT)).first()


def rows(token: str, salt: str) -> list[int]:
    try:
        return [int(signing.loads(token, salt=salt))]
    except (signing.BadSignature, ValueError):
        return []
