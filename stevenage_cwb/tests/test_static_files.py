"""What browsers are sent: a borough's own look, nobody's brand, nobody else's address, and little of it."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
SENT = sorted(path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"})
TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.html"))
FOUNDATIONS = ["procurement", "training", "cooperative", "climate"]
SVG_NAMESPACE = "http://www.w3.org/2000/svg"
FIRST_VIEW = ["vendor/govuk-frontend-6.6.0.css", "portal.css", "portal.js", "favicon.svg"]


def named(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def weight(text: bytes) -> int:
    return len(gzip.compress(text, compresslevel=6))


def colours() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (STATIC / "portal.css").read_text()))


def luminance(colour: str) -> float:
    """Return WCAG 2's relative luminance of a colour such as #12436d."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("path", [*SENT, *TEMPLATES], ids=named)
def test_nothing_wears_the_brand_of_gov_uk(path):
    # The licence of the Ordnance Survey's data asks for its own line.
    text = path.read_text(encoding="utf-8").lower().replace("crown copyright", "")

    assert [word for word in ("gds transport", "crown", "govuk-logo") if word in text] == []


@pytest.mark.parametrize("path", SENT, ids=named)
def test_nothing_that_is_sent_brings_in_another_file_or_address(path):
    text = path.read_text(encoding="utf-8").replace(SVG_NAMESPACE, "")
    # The style sheet prints a link's address behind it, and so names the two schemes.
    text = text.replace('[href^="http://"]', "").replace('[href^="https://"]', "")

    assert re.findall(r"https?://|data:|@import|@font-face", text) == []


def test_the_frame_of_a_first_view_leaves_room_for_the_page():
    """Form and wall have 30 kB in all: the files take 18 at most, the pages the rest."""
    assert sum(weight((STATIC / name).read_bytes()) for name in FIRST_VIEW) < 18_000


def test_the_script_stays_small():
    assert (STATIC / "portal.js").stat().st_size <= 1536


def test_the_picture_for_shared_links_has_the_size_that_other_sites_expect():
    header = (STATIC / "share.png").read_bytes()[:24]

    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(header[16:20]), int.from_bytes(header[20:24])) == (1200, 630)


def test_a_colour_is_written_down_once():
    beyond_the_first_rule = (STATIC / "portal.css").read_text().split("}", 1)[1]

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", beyond_the_first_rule) == []


@pytest.mark.parametrize(("one", "other"), [*pairwise(FOUNDATIONS), (FOUNDATIONS[-1], FOUNDATIONS[0])])
def test_neighbouring_foundations_are_told_apart_also_round_a_circle(one, other):
    assert contrast(colours()[one], colours()[other]) >= 3


@pytest.mark.parametrize("foundation", FOUNDATIONS)
def test_a_foundation_s_name_can_be_read_on_its_colour(foundation):
    css = (STATIC / "portal.css").read_text()
    [text] = re.findall(rf"\.foundation--{foundation} {{.*--on-foundation: var\(--(\w+)\)", css)

    assert contrast(colours()[foundation], colours()[text]) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink-soft", "paper"),
        ("ink-soft", "mist"),
        ("navy", "paper"),
        ("navy", "mist"),
        ("paper", "navy"),
        ("paper", "navy-deep"),
        ("ink", "notice"),
    ],
)
def test_text_can_be_read_on_its_ground(text, ground):
    assert contrast(colours()[text], colours()[ground]) >= 4.5
