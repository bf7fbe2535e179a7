"""The wall, a pledge's page, and the same as open data: CSV, JSON and an Atom feed."""

import re
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from charter.pages import words
from pledges import pages
from stevenage_cwb.common.open_data import LICENCE, csv_answer

ON_THE_WALL, IN_JSON, IN_THE_FEED = 20, 100, 50

JSON_VERSION = 1
# Names what was published, for ever: it stays although the council or its address may change.
FEED_ID = "tag:stevenage.gov.uk,2026:pledges"

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    return render(request, "pledges/wall.html", {"wall": asked(request, size=ON_THE_WALL)})


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    return render(request, "pledges/counts.html")


@require_safe
def pledge(request: HttpRequest, reference: str) -> HttpResponse:
    if reference != reference.upper():
        return redirect("pledges:pledge", reference.upper(), permanent=True)
    try:
        card = pages.pledge(reference=reference)
    except pages.NoLongerShown:
        return render(request, "pledges/gone.html", {"reference": reference}, status=410)
    if card is None:
        raise Http404
    return render(request, "pledges/pledge.html", {"card": card})


@require_safe
def csv(request: HttpRequest) -> HttpResponseBase:
    """Answer with every pledge of the filters, as they are read."""
    cards = pages.every_card(filters=pages.Filters.asked(request.GET.dict()))
    return csv_answer(name="pledges.csv", columns=pages.COLUMNS, rows=(record(card).values() for card in cards))


@require_safe
def json(request: HttpRequest) -> HttpResponse:
    page = asked(request, size=IN_JSON)
    return JsonResponse(
        {
            "schema_version": JSON_VERSION,
            "licence": LICENCE,
            "filters": page.filters.given,
            "published": page.published,
            "items": [record(card) for card in page.cards],
            "next": full_address("json", page.older_query) if page.older else None,
        }
    )


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    page = asked(request, size=IN_THE_FEED)
    feed = Atom1Feed(
        title="Pledges for Stevenage",
        link=full_address("wall", page.query),
        description="",
        language="en-GB",
        author_name=words().council.name,
        feed_url=full_address("atom", page.query),
        feed_guid=FEED_ID + page.query,
        feed_copyright=LICENCE["name"],
    )
    for card in page.cards:
        feed.add_item(
            title=as_xml(card.sentence),
            link=settings.PORTAL_URL + card.address,
            # Django says that this is HTML.
            description=escape(" ".join(part for part in (card.how_much, card.where) if part)),
            unique_id=f"{FEED_ID}/{card.reference}",
            author_name=as_xml(card.who),
            categories=[card.foundation],
            pubdate=card.published_at,
            updateddate=card.published_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def asked(request: HttpRequest, *, size: int) -> pages.Wall:
    return pages.wall(
        filters=pages.Filters.asked(request.GET.dict()),
        before=pages.Cursor.read(request.GET.get("before", "")),
        size=size,
    )


def record(card: pages.Card) -> dict[str, Any]:
    return asdict(pages.record_of(card, portal=settings.PORTAL_URL))


def full_address(name: str, query: str) -> str:
    return f"{settings.PORTAL_URL}{reverse(f'pledges:{name}')}{query}"


def as_xml(text: str) -> str:
    """Return a text without the characters that no XML can hold. One of them would stop the whole feed."""
    return NOT_XML.sub("", text)
