"""What every test gets."""

from collections.abc import Iterator

import pytest
from django.conf import settings

import charter.pages
from pledges.pages.wordings import wordings_snapshot
from stevenage_cwb import views


def pytest_configure() -> None:
    """Serve static files as they lie: collecting them is bin/run's work, and two runs would collide."""
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Forget the words that an earlier test left in memory."""
    forget()
    yield
    forget()


def forget() -> None:
    charter.pages.forget()
    wordings_snapshot.forget()
    views.latest_pledges.forget()
