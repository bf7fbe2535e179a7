"""Paragraphs, lists and links out of plain text, and nothing else out of anything."""

import pytest

from charter.templatetags.prose import prose


def test_a_blank_line_parts_paragraphs():
    assert prose("One\nline\r\n\r\n\r\nTwo") == ('<p class="govuk-body">One\nline</p>\n<p class="govuk-body">Two</p>')


def test_lines_that_begin_with_a_dash_are_a_list():
    assert prose("- One\n- Two") == ('<ul class="govuk-list govuk-list--bullet"><li>One</li><li>Two</li></ul>')


def test_links_stand_among_words():
    assert prose("See [this](https://example.org/a?b=1) and [that](https://example.org/), now") == (
        '<p class="govuk-body">See <a class="govuk-link" href="https://example.org/a?b=1">this</a> and '
        '<a class="govuk-link" href="https://example.org/">that</a>, now</p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b>",
        "- <b>bold</b>",
        "[<b>bold</b>](https://example.org/)",
        "[words](javascript:alert(1))",
        "[words](http://example.org/)",
        '[words](https://example.org/"onclick="alert(1))',
        "[words](https://example.org/ <b>)",
    ],
)
def test_nothing_else_becomes_markup(text):
    html = prose(text)

    assert "<b>" not in html
    assert 'href="javascript' not in html
    assert 'href="http:' not in html
    assert '"onclick' not in html


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_no_text_is_an_empty_paragraph_at_most(text):
    assert prose(text) == '<p class="govuk-body"></p>'
