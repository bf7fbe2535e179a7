"""How often somebody may try something. Counts attempts of the last seconds, by a keyed digest of who."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from stevenage_cwb.common.models import Attempt

# Nobody is remembered longer than this.
KEPT_FOR = timedelta(hours=24)


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address as our outermost proxy saw it, or the connection's own."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.TRUSTED_PROXIES <= len(forwarded):
        return str(forwarded[-settings.TRUSTED_PROXIES].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def digest(who: str) -> str:
    """Return a digest that tells one person from another and, without our key, nobody from anybody."""
    return str(salted_hmac("limits", who, algorithm="sha256").hexdigest())


def record(*, what: str, who: str, at: datetime) -> None:
    Attempt.objects.create(what=what, who=digest(who), at=at)


def lately(*, what: str, who: str, at: datetime, seconds: int) -> int:
    """Return how often `who` tried `what` in the seconds before `at`."""
    return Attempt.objects.filter(what=what, who=digest(who), at__gt=at - timedelta(seconds=seconds)).count()


@transaction.atomic
def take(*, what: str, who: str, at: datetime, seconds: int, most: int) -> bool:
    """Record an attempt, unless `most` were made in the seconds before. Returns whether it was recorded.

    One at a time for each `who`: many attempts at once cannot all count before any of them is written.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [what + digest(who)])
    if lately(what=what, who=who, at=at, seconds=seconds) >= most:
        return False
    record(what=what, who=who, at=at)
    return True


def clear(*, what: str, who: str) -> None:
    Attempt.objects.filter(what=what, who=digest(who)).delete()


def forget_old(*, at: datetime) -> int:
    """Delete what is older than a day. Returns how many."""
    return Attempt.objects.filter(at__lte=at - KEPT_FOR).delete()[0]
