"""Prints what officers write: paragraphs, lists whose lines begin with "- ", [words](https://…) links."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

LINK = re.compile(r"\[([^\[\]]+)\]\((https://[^\s()\"'<>]+)\)")
ANCHOR = '<a class="govuk-link" href="{}">{}</a>'


@register.filter
def prose(text: str) -> SafeString:
    """Return the text as HTML. All but its own three marks is escaped."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return format_html_join("\n", "{}", ((_block(block),) for block in blocks))


def _block(block: str) -> SafeString:
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        items = format_html_join("", "<li>{}</li>", ((_linked(line[2:]),) for line in lines))
        return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)
    return format_html('<p class="govuk-body">{}</p>', _linked(block))


def _linked(text: str) -> SafeString:
    # split() returns text, words, address, text, words, address, text.
    before, *links = LINK.split(text)
    anchors = zip(links[1::3], links[0::3], links[2::3], strict=True)
    return format_html("{}{}", before, format_html_join("", ANCHOR + "{}", anchors))
