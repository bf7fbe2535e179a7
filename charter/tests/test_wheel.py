"""The wheel: drawn from rows, the same in its drawing, its list and its table, and true to what is measured."""

import re
from math import hypot

import pytest
from django.db import IntegrityError

from charter import actions, pages
from charter.models import Activity, ActivityStatus, Foundation
from charter.pages import Counted
from charter.pages.wheel import ACTIVITIES, FOUNDATIONS
from charter.tests.make import make_activity, make_council

MEASURED = Counted(measures=11, good=2, behind=1, gaps=5, address="/metrics/?foundation=procurement")

pytestmark = pytest.mark.django_db


def ends(path):
    """Return the four corners of a segment: where its outer arc begins and ends, then its inner one."""
    numbers = [float(each) for each in re.findall(r"-?[\d.]+", path)]
    return [(numbers[at], numbers[at + 1]) for at in (0, 7, 9, 16)]


def segments(wheel):
    return [spoke.segment for spoke in wheel.spokes], [each.segment for spoke in wheel.spokes for each in spoke.doings]


def width(segment):
    (x, y), (to_x, to_y), *_ = ends(segment.path)
    return round(hypot(to_x - x, to_y - y))


def test_each_foundation_is_a_quarter_and_each_ends_where_the_next_begins():
    actions.load_words()

    foundations, _ = segments(pages.wheel({}))

    assert {width(each) for each in foundations} == {305}
    corners = [ends(each.path) for each in foundations]
    assert [each[1] for each in corners] == [each[0] for each in corners[1:]] + [corners[0][0]]


def test_segments_of_a_ring_are_of_one_size_however_many_activities_a_foundation_has():
    actions.load_words()
    Activity.objects.filter(foundation="climate").exclude(code="warmer-homes").delete()

    _, doings = segments(pages.wheel({}))

    assert len(doings) == 10
    assert max(map(width, doings)) - min(map(width, doings)) <= 1


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_a_wheel_of_any_number_of_foundations_stays_within_its_rings(count):
    make_council()
    for number in range(count):
        make_activity(f"a{number}", foundation=f"f{number}")

    foundations, doings = segments(pages.wheel({}))

    assert len(foundations) == len(doings) == count
    for ring, found in ((FOUNDATIONS, foundations), (ACTIVITIES, doings)):
        assert {round(hypot(*corner)) for each in found for corner in ends(each.path)} <= set(ring)


def test_activities_that_are_many_are_drawn_with_their_marks_and_listed_with_their_names(client):
    make_council()
    for number in range(9):
        make_activity(f"a{number}", name=f"Activity number {number}")
    Foundation.objects.create(code="other", name="Another", order=1)

    html = client.get("/charter/").content.decode()

    assert 'wheel__mark--always" x="' in html
    assert html.count("<b>Activity number 8</b>") == 1
    assert ">A9</text>" in html


def test_what_is_said_of_a_foundation_leaves_out_what_there_is_none_of():
    assert MEASURED.said == ("11 measures", "2 met or on track", "1 behind", "5 not yet measured")
    assert MEASURED.others == 3
    assert Counted(measures=1, good=0, behind=0, gaps=0, address="").said == ("1 measure",)


def test_a_foundation_with_figures_leads_to_them_and_says_them_where_it_is_read_out():
    actions.load_words()

    first, second, *_ = pages.wheel({"procurement": MEASURED}).spokes

    assert first.segment.address == "/metrics/?foundation=procurement"
    assert first.segment.said == (
        "Procurement and social value, 11 measures, 2 met or on track, 1 behind, 5 not yet measured"
    )
    assert (second.counted, second.segment.address) == (None, "/charter/#the-foundations")


def test_what_needs_funds_from_outside_is_dashed_and_says_so_in_drawing_list_and_table(client):
    make_council()
    make_activity("own", name="Our own")
    make_activity("outside", name="Theirs", needs_outside_funds=True, status=ActivityStatus.SEEKING)

    html = client.get("/charter/").content.decode()

    assert html.count("wheel__activity--outside") == 1
    assert 'aria-label="Theirs, seeking funds, needs funding"' in html
    assert 'aria-label="Our own, an idea"' in html
    assert "<b>Theirs</b> (seeking funds, needs funding)." in html
    assert html.count("<td>Needs funding</td>") == html.count("<td>Not needed</td>") == 1


def test_every_link_of_the_drawing_leads_to_what_is_there(client):
    actions.load_words()

    html = client.get("/charter/").content.decode()

    drawing = html.partition('<svg class="wheel__drawing"')[2].partition("</svg>")[0]
    anchors = re.findall(r'href="/charter/#([^"]+)"', drawing)
    assert len(anchors) == 4 + 12 + 1
    assert all(f'id="{anchor}"' in html for anchor in anchors)


def test_without_its_drawing_every_fact_of_the_wheel_remains(client):
    actions.load_words()

    html = client.get("/charter/").content.decode()

    without = re.sub(r"<svg class=.wheel__drawing.*?</svg>", "", html, flags=re.DOTALL)
    for spoke in pages.wheel({}).spokes:
        for fact in (spoke.foundation.name, *(doing.activity.name for doing in spoke.doings)):
            assert f">{fact}<" in without


def test_the_page_says_that_the_outer_ring_is_proposed_until_it_is_not(client):
    actions.load_words()
    assert b"own drawing of the wheel was not at hand" in client.get("/charter/").content

    Activity.objects.update(is_proposed=False)
    pages.forget()

    assert b"own drawing" not in client.get("/charter/").content


def test_what_has_ended_is_not_on_the_wheel():
    make_council()
    make_activity("over", status=ActivityStatus.ENDED)

    assert pages.wheel({}).spokes[0].doings == ()


def test_who_seeks_funds_needs_them():
    with pytest.raises(IntegrityError, match="charter_who_seeks_funds_needs_them"):
        make_activity(status=ActivityStatus.SEEKING, needs_outside_funds=False)
