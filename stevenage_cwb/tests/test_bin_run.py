"""What bin/run starts, from outside: real processes, on a database, port and settings of their own."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SLOW_CLIENTS = 120


@dataclass
class Portal:
    """One start of the portal."""

    process: subprocess.Popen[str]
    port: int
    said: str = ""

    def get(self, path: str) -> HTTPResponse:
        answer: HTTPResponse = urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10)
        return answer

    def is_ready(self) -> bool:
        try:
            return self.get("/health/ready").status == 200
        except urllib.error.HTTPError:
            return False

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=30)


Starter = Callable[..., Portal]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """What a copy keeps between its starts. pytest's own folders are closed to the database's account."""
    made = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    made.chmod(0o711)
    yield made
    subprocess.run(["rm", "-rf", made], check=True)


@pytest.fixture
def start(home: Path) -> Iterator[Starter]:
    """Starts the portal and waits until it serves."""
    started: list[Portal] = []

    def start(**settings: str) -> Portal:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "stevenage_cwb.serve"],
            cwd=CHECKOUT,
            env=environment(home, PORT=str(port), **settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        portal = Portal(process=process, port=port)
        started.append(portal)
        portal.said = said_until_ready(process)
        return portal

    yield start
    for portal in started:
        portal.end(signal.SIGTERM)
        assert portal.process.stdout
        portal.process.stdout.close()


def environment(home: Path, **settings: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "ENV_FILE": str(home / "env"),
        "STATIC_ROOT": str(home / "static"),
        "DATABASE_FOLDER": str(home / "database"),
        **settings,
    }


def free_port() -> int:
    """Return a port below those that the kernel hands out to clients."""
    for port in range(20000 + os.getpid() % 1000, 32768):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("no port is free")


def said_until_ready(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if "Ctrl-C" in line:
            return said
    raise AssertionError(said)


def refusal(home: Path, **settings: str) -> str:
    """Return what a start says that must not succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "stevenage_cwb.serve"],
        cwd=CHECKOUT,
        env=environment(home, **settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def database(home: Path) -> int | None:
    """Return the postmaster's process id."""
    code = "from stevenage_cwb import embedded_postgres; print(embedded_postgres.info().pid or 0)"
    shown = subprocess.check_output([sys.executable, "-c", code], cwd=CHECKOUT, env=environment(home), text=True)
    return int(shown) or None


def children(process: subprocess.Popen[str]) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


def wait_for(happened: Callable[[], object], *, seconds: float = 10) -> None:
    give_up = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def test_a_fresh_copy_becomes_a_demonstration_and_shows_its_password_once(home: Path, start: Starter) -> None:
    first = start()
    [password] = re.findall("Their password: (.{16})\n", first.said)
    first.end(signal.SIGTERM)
    second = start()

    assert f"DEMO_OFFICER_PASSWORD={password}\n" in (home / "env").read_text()
    assert stat.S_IMODE((home / "env").stat().st_mode) == 0o600
    assert password not in second.said


def test_the_second_start_serves_its_first_page_within_five_seconds(start: Starter) -> None:
    start().end(signal.SIGTERM)
    begun = time.monotonic()

    assert start().get("/").status == 200
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_it_leaves_no_process_behind(home: Path, start: Starter, number: signal.Signals) -> None:
    portal = start()
    wait_for(lambda: len(children(portal.process)) == 2)
    family = children(portal.process)

    assert portal.end(number) == 0
    assert database(home) is None
    assert not [pid for pid in family if Path(f"/proc/{pid}/cwd").exists()]


def test_it_starts_again_after_it_was_killed(home: Path, start: Starter) -> None:
    start().end(signal.SIGKILL)

    assert start().get("/health/ready").status == 200


def test_a_killed_database_comes_back_by_itself(home: Path, start: Starter) -> None:
    portal = start()
    killed = database(home)
    assert killed

    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: database(home) != killed)

    wait_for(portal.is_ready)


def test_a_taken_port_is_told_of_in_a_sentence(home: Path) -> None:
    with socket.create_server(("127.0.0.1", free_port())) as taken:
        port = taken.getsockname()[1]

        assert f"Port {port} cannot be used" in refusal(home, PORT=str(port))


def test_production_says_which_setting_is_missing(home: Path) -> None:
    assert "Set SECRET_KEY in the environment or in .env" in refusal(home, DEMONSTRATION="off", ENV_FILE="/dev/null")


def test_production_refuses_a_database_that_may_lose_what_it_stored(home: Path) -> None:
    subprocess.run(
        [sys.executable, "-c", "from stevenage_cwb import embedded_postgres as d; d.url()"],
        cwd=CHECKOUT,
        env=environment(home, DATABASE_FOLDER=str(home / "unsafe")),
        check=True,
    )
    with (home / "unsafe" / "data" / "postgresql.conf").open("a") as settings:
        settings.write("fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n")

    said = refusal(
        home,
        DATABASE_FOLDER=str(home / "unsafe"),
        DEMONSTRATION="off",
        ENV_FILE="/dev/null",
        SECRET_KEY="a-secret-of-this-test",
        ALLOWED_HOSTS="portal.invalid",
        PORTAL_URL="https://portal.invalid",
        EMAIL_URL="dummymail://",
        DEFAULT_FROM_EMAIL="portal@portal.invalid",
        PORT=str(free_port()),
    )

    for name in ["fsync", "full_page_writes", "synchronous_commit"]:
        assert f"PostgreSQL's {name} is off" in said


def test_the_server_does_not_say_what_it_is(start: Starter) -> None:
    assert start().get("/health/live").headers["Server"] is None


def test_slow_clients_do_not_hold_up_the_others(start: Starter) -> None:
    portal = start()
    half_a_request = b"POST /pledges/make/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nhalf"
    slow = [socket.create_connection(("127.0.0.1", portal.port)) for _ in range(SLOW_CLIENTS)]
    over = threading.Event()
    drip = threading.Thread(target=send_slowly, args=[slow, half_a_request, over])
    drip.start()

    took = [timed(portal) for _ in range(100)]

    over.set()
    drip.join()
    for client in slow:
        client.close()
    assert len([seconds for seconds in took if seconds > 1]) <= 5


def send_slowly(clients: list[socket.socket], text: bytes, over: threading.Event) -> None:
    for byte in text:
        for client in clients:
            client.send(bytes([byte]))
        if over.wait(0.02):
            return


def timed(portal: Portal) -> float:
    begun = time.monotonic()
    assert portal.get("/health/ready").status == 200
    return time.monotonic() - begun
