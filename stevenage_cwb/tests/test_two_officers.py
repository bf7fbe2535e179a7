"""Two officers press at the same moment: one decides, the other is told."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from stevenage_cwb.tests.portal import OFFICER_PASSWORD
from stevenage_cwb.tests.visitor import Visitor

pytestmark = [pytest.mark.slow]

SIGN_IN = "/admin/login/?next=/admin/"
ROUNDS = 10


def officer(portal, name):
    visitor = Visitor(portal.address)
    visitor.ask(SIGN_IN)
    visitor.ask(SIGN_IN, {**visitor.hidden(), "username": name, "password": OFFICER_PASSWORD})
    return visitor


def make_pledges(portal, count):
    """Make pledges that wait for a decision. Returns their keys."""
    code = (
        "from django.utils import timezone; from pledges.tests.make import make_pledge;"
        f"print(*[make_pledge(submitted_at=timezone.now()).pk for _ in range({count})])"
    )
    return portal.manage("shell", "--no-imports", "-c", code).split()


def decisions(portal, key):
    """Return the outcomes decided on a pledge."""
    code = (
        "from pledges.models import Decision;"
        f"print(*Decision.objects.filter(pledge={key}).values_list('outcome', flat=True))"
    )
    return portal.manage("shell", "--no-imports", "-c", code).split()


def press(visitor, act, **more):
    """Press a button of the decision page that the visitor has open. Returns the status of the answer."""
    forms = re.findall(r"<form.*?</form>", visitor.page, re.DOTALL)
    (form,) = [form for form in forms if f'value="{act}"' in form]
    page, visitor.page = visitor.page, form
    fields = {**visitor.hidden(), "act": act, **more}
    visitor.page = page
    visitor.ask(visitor.at, fields)
    return visitor.seen[-1]


def open_page(visitor, key):
    # From the lane of spam: deciding takes up the lane's next pledge, and the other officer would find it held.
    visitor.at = visitor.ask(f"/admin/pledges/pledge/{key}/change/?lane=spam")


@pytest.mark.parametrize("second", ["approve", "spam"])
def test_of_two_who_press_at_once_one_decides_and_the_other_is_told(portal, second):
    one, two = officer(portal, "officer"), officer(portal, "lead")

    for key in make_pledges(portal, ROUNDS):
        open_page(one, key)
        open_page(two, key)
        with ThreadPoolExecutor(2) as hands:
            answers = sorted(hands.map(press, (one, two), ("approve", second)))

        assert answers == [200, 409]
        assert len(decisions(portal, key)) == 1
