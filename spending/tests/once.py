"""What is slow to load is loaded once for all tests of a file, which look at it and leave it as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def loaded_once(blocker: Any) -> Iterator[None]:
    """Let a fixture of a module fill the database, and take it all away at the end. Tests see it by their savepoints.

    blocker: pytest-django's `django_db_blocker`. The fixture must ask for `django_db_setup` too.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
