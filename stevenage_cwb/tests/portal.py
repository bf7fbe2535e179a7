"""The portal as bin/run serves it, on a database cluster of its own, for tests that need the real thing."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
READY_WITHIN_SECONDS = 120
# Below the ports that clients are given: one of those might be taken by a client at any moment.
PORTS = range(20000, 30000)
OFFICER_PASSWORD = "a password for tests"


@dataclass
class Portal:
    """A portal that is being served."""

    address: str
    environment: dict[str, str]
    process: subprocess.Popen[str]
    printed: list[str]

    def manage(self, *arguments: str) -> str:
        """Run one of Django's commands beside the portal. Returns what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=CHECKOUT, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout


@contextmanager
def served(**environment: str) -> Iterator[Portal]:
    """Serve a demonstration that is gone with all it holds at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="stevenage-cwb-portal-") as folder:
        # PostgreSQL's account passes through to its own folder, which nobody else can enter.
        Path(folder).chmod(0o711)
        with serving(Path(folder), **environment) as portal:
            yield portal


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[Portal]:
    port = free_port()
    variables = {
        **os.environ,
        "ENV_FILE": str(folder / "environment"),
        "DATABASE_FOLDER": str(folder / "database"),
        "STATIC_ROOT": str(folder / "static"),
        "DEMONSTRATION": "on",
        "SECRET_KEY": "known-to-everybody-and-so-of-use-to-tests-only",
        "DEMO_OFFICER_PASSWORD": OFFICER_PASSWORD,
        "PORT": str(port),
        **environment,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "stevenage_cwb.serve"],
        cwd=CHECKOUT,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    portal = Portal(f"http://127.0.0.1:{port}", variables, process, [])
    reader = threading.Thread(target=read_output, args=[portal])
    reader.start()
    try:
        wait_until_ready(portal)
        yield portal
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        reader.join(60)


def read_output(portal: Portal) -> None:
    # What nobody reads would fill the pipe and stop the portal.
    if portal.process.stdout:
        with portal.process.stdout as lines:
            portal.printed.extend(lines)


def wait_until_ready(portal: Portal) -> None:
    """Wait for the line that says how to stop it. Raises RuntimeError with all that was printed where none comes."""
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until and portal.process.poll() is None:
        if any(re.search(r"Ctrl-C", line) for line in portal.printed):
            return
        time.sleep(0.05)
    raise RuntimeError("the portal did not start:\n" + "".join(portal.printed))


def free_port() -> int:
    """Return a port that is free now. By chance, so that two that ask at the same time get two."""
    for port in random.sample(PORTS, k=100):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise RuntimeError("no free port")
