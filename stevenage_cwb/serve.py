"""What bin/run does once the packages are there: makes everything ready in one process, then serves.

A copy without any settings becomes a demonstration, and keeps the secrets made for it in `.env`.
"""

import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import django
import environ
import waitress
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from stevenage_cwb import embedded_postgres
from stevenage_cwb.common import durability
from stevenage_cwb.strict_http import StrictChannel

CHECKOUT = Path(__file__).resolve().parent.parent
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STATIC_STAMP = ".collected"
NOT_SERVED = ["*.md", "*.scss"]
SET_UP_LOCK = 20280401  # any number, the same in every copy


_told_to_stop: list[int] = []


def main() -> None:
    for number in STOPPING:
        signal.signal(number, _stop_now)
    try:
        serve()
    except (ImproperlyConfigured, CommandError, OSError) as fault:
        sys.exit(str(fault))
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def serve() -> None:
    made = settle_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stevenage_cwb.settings")
    say("Starting ...")
    django.setup()

    listener = listen(port=settings.PORT)
    refuse_unsafe_database()
    make_ready()
    print_welcome(password_was_made="DEMO_OFFICER_PASSWORD" in made)
    answer_until_told_to_stop(listener)
    say("Stopped.")


def settle_environment() -> set[str]:
    """Read .env, and make a demonstration's secrets that are in neither. Return the names of those made."""
    file = Path(os.environ.get("ENV_FILE", CHECKOUT / ".env"))
    untouched = not file.exists() and not {"SECRET_KEY", "DEMONSTRATION"} & os.environ.keys()
    missing = {"DEMONSTRATION": "on"} if untouched else {}
    environ.Env.read_env(str(file))
    if untouched or environ.Env().bool("DEMONSTRATION", default=False):
        wanted = {"SECRET_KEY": secrets.token_urlsafe(48), "DEMO_OFFICER_PASSWORD": secrets.token_urlsafe(12)}
        missing |= {name: value for name, value in wanted.items() if not os.environ.get(name)}
    if missing:
        os.environ.update(missing)
        file.touch(mode=0o600)
        with file.open("a") as lines:
            lines.write("".join(f"\n{name}={value}" for name, value in missing.items()) + "\n")
    return set(missing)


def listen(*, port: int) -> socket.socket:
    """Take the port before anything slow is done, so that a taken one is told of at once."""
    try:
        return socket.create_server(("127.0.0.1", port), backlog=1024)
    except OSError as refusal:
        raise ImproperlyConfigured(
            f"Port {port} cannot be used: it is taken or not allowed. Choose another, such as PORT={port + 1} bin/run"
        ) from refusal


def refuse_unsafe_database() -> None:
    """Raise ImproperlyConfigured where PostgreSQL could lose what it stored; only warn a demonstration."""

    faults = " ".join(durability.faults(connection))
    if faults and not settings.DEMONSTRATION:
        raise ImproperlyConfigured(faults)
    if faults:
        say(f"Warning: {faults}")


def make_ready() -> None:
    """Do what is missing in the database and among the static files, one process at a time."""
    with connection.cursor() as cursor:
        # Migrating a full database takes longer than any page may.
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [SET_UP_LOCK])
    if migrations_are_waiting():
        say("Bringing the database up to date ...")
        call_command("migrate", verbosity=0)
    call_command("load_words", stdout=sys.stdout)
    call_command("load_chart", stdout=sys.stdout)
    call_command("load_catalogue", stdout=sys.stdout)
    if settings.DEMONSTRATION:
        call_command("load_demo", stdout=sys.stdout)
    collect_static_files()
    connection.close()  # It held the lock, and no limit on a statement's time.


def migrations_are_waiting() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static_files() -> None:
    """Compress and fingerprint the static files, unless none changed since that was last done."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    stamp = Path(settings.STATIC_ROOT).with_suffix(STATIC_STAMP)
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        say("Preparing the static files ...")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=NOT_SERVED)
        stamp.write_text(digest.hexdigest())


def print_welcome(*, password_was_made: bool) -> None:
    say("")
    say(f"The portal is at http://127.0.0.1:{settings.PORT}/")
    if settings.DEMONSTRATION:
        shown = settings.DEMO_OFFICER_PASSWORD if password_was_made else "DEMO_OFFICER_PASSWORD, in .env or your own"
        say(f"Officers sign in at http://127.0.0.1:{settings.PORT}/admin/ as officer, lead or viewer")
        say(f"Their password: {shown}")
        say("This is a demonstration: what it shows is made up, and it sends no e-mail.")
    say("Press Ctrl-C to stop it, and its database.")


def answer_until_told_to_stop(listener: socket.socket) -> None:
    """Answer requests in threads; meanwhile see to it that the worker and our own PostgreSQL are alive."""
    for number in STOPPING:
        signal.signal(number, _stop)
    server = _server(listener)
    threading.Thread(target=server.run, daemon=True).start()
    worker = _worker()
    while not _told_to_stop:
        if worker.poll() is not None:
            worker = _worker()
        _revive_database()
        time.sleep(0.5)
    worker.terminate()
    server.task_dispatcher.shutdown(timeout=10)
    with suppress(subprocess.TimeoutExpired):
        worker.wait(timeout=10)
    worker.kill()


def _server(listener: socket.socket) -> Any:
    # Not before the settings are ready.
    from stevenage_cwb.wsgi import application  # noqa: PLC0415

    server = waitress.create_server(
        application,
        sockets=[listener],
        threads=8,
        # Slow clients cost a connection each and no thread: a thread gets whole requests only.
        connection_limit=1000,
        channel_timeout=60,
        asyncore_use_poll=True,
        backlog=1024,
        max_request_body_size=25_000_000,
        max_request_header_size=32_768,
        ident="",
        # Behind proxies of ours, Django itself reads what they say of the client.
        clear_untrusted_proxy_headers=not settings.TRUSTED_PROXIES,
    )
    server.channel_class = StrictChannel
    return server


def say(text: str) -> None:
    print(text, flush=True)


def _revive_database() -> None:
    if not os.environ.get("DATABASE_URL"):
        try:
            embedded_postgres.revive()
        except embedded_postgres.DatabaseUnavailable as fault:
            say(str(fault))


def _worker() -> subprocess.Popen[bytes]:
    # Away from the terminal's Ctrl-C, which is ours to pass on; told to stop should this process be killed.
    command = ["setpriv", "--pdeathsig", "TERM", sys.executable, "manage.py", "worker"]
    return subprocess.Popen(command, cwd=CHECKOUT, start_new_session=True)


def _stop_now(number: int, frame: FrameType | None) -> None:
    """Cut the setting up short. Should an import swallow the exception, the note that we were told is left."""
    _stop(number, frame)
    raise KeyboardInterrupt


def _stop(number: int, frame: FrameType | None) -> None:
    _told_to_stop.append(number)


if __name__ == "__main__":
    main()
