"""The portal as it is run, and a browser to look at it with."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from stevenage_cwb.tests.portal import Portal, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# The network flags keep a browser that only knows this machine from asking the world at every start.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """A demonstration, served. Limits are off: what they do is tested apart, and a browser is fast."""
    with served(PLEDGE_MIN_SECONDS="0", PLEDGE_SENDS_PER_MINUTE="0") as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Not for the session: while Playwright's loop runs, Django takes every query for one of asynchronous code.
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is needed: apt-get install chromium")
        pytest.skip("there is no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium: Browser, portal: Portal) -> Iterator[BrowserContext]:
    """A browser of its own for each test: no cookie is left of the one before."""
    context = chromium.new_context(base_url=portal.address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context
    context.close()
