"""Pages as tagged PDF/UA. WeasyPrint needs Pango from the system: without it there is no PDF, and all else works."""

from functools import lru_cache
from threading import BoundedSemaphore

# Printing takes most of a processor for a second or two. More at a time would only slow down the pages.
AT_ONCE = 1
LONGEST_WAIT_SECONDS = 10
# The same page is printed once: so many are remembered by each process, of some 60 kB.
REMEMBERED = 32

printing = BoundedSemaphore(AT_ONCE)


class NoPrinter(Exception):
    """A library that prints is missing on this system."""


class TooManyAtOnce(Exception):
    """Others are being printed, and would be for longer than anybody waits."""


@lru_cache(maxsize=REMEMBERED)
def printed(html: str) -> bytes:
    """Return a page as PDF/UA-1. It has all its styles and drawings in it: nothing is fetched from anywhere.

    Raises NoPrinter, or TooManyAtOnce after LONGEST_WAIT_SECONDS.
    """
    try:
        # Here, since importing it fails where Pango is missing.
        from weasyprint import HTML  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except (ImportError, OSError) as missing:
        raise NoPrinter from missing
    if not printing.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise TooManyAtOnce
    try:
        page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=["data"]))
        return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))
    finally:
        printing.release()
