"""What every test gets."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection

import charter.pages
from pledges.pages.wordings import wordings_snapshot
from stevenage_cwb import views
from stevenage_cwb.templatetags import wheel


def pytest_configure() -> None:
    """Hash passwords fast: a hash that is slow on purpose is slow in every test that has an officer."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
    views.local_share.forget()
    views.progress.forget()
    wheel.counts.forget()


@pytest.fixture
def every_text(db: None) -> Callable[[], list[str]]:
    """Return a function that reads every row of every table as text, to look for what must not be there."""

    def read() -> list[str]:
        found = []
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')  # noqa: S608
                found += [row[0] for row in cursor.fetchall()]
        return found

    return read
