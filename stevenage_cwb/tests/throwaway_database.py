"""A pytest plugin: each run has a PostgreSQL, static files and settings of its own, and .env has no say.

pytest-django reads the settings, which start the database, before any conftest.py: so addopts names this.
"""

import os
import shutil
import tempfile

import pytest
from django.core.management import call_command

from stevenage_cwb import embedded_postgres

# The workers of pytest-xdist are started with the environment of the run that they belong to.
_is_worker = "PYTEST_XDIST_WORKER" in os.environ
_folder = "" if _is_worker else tempfile.mkdtemp(prefix="stevenage-cwb-tests-")

if not _is_worker:
    os.environ |= {
        "DATABASE_FOLDER": f"{_folder}/database",
        "STATIC_ROOT": f"{_folder}/static",
        "ENV_FILE": os.devnull,
        "DEMONSTRATION": "on",
        "SECRET_KEY": "known-to-everybody-and-so-of-use-to-tests-only",
    }
    # PostgreSQL's account passes through to its own folder, which nobody else can enter.
    os.chmod(_folder, 0o711)  # noqa: PTH101, S103


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Collect the static files, which every page names by their fingerprints."""
    if not _is_worker:
        call_command("collectstatic", interactive=False, verbosity=0)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the database and the files away."""
    if not _is_worker:
        embedded_postgres.stop()
        shutil.rmtree(_folder)
