"""The default database as its processes see it: every test starts real processes on a folder of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

BEGIN = "import os, sys, time; from stevenage_cwb import embedded_postgres as database; "
STAY = BEGIN + "database.url(); print(database.info().pid, flush=True); sys.stdin.read()"
Starter = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for a cluster, reachable by the server's account, which pytest's own folders are not."""
    made = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    yield made
    python("database.stop()", folder=made)
    subprocess.run(["rm", "-rf", made], check=True)


@pytest.fixture
def member(folder: Path) -> Iterator[Starter]:
    """Starts processes that use the database until their input closes, and prints the postmaster's pid."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", STAY],
            env=environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "DATABASE_FOLDER": str(folder)}


def python(code: str, *, folder: Path) -> str:
    """Run a process that says what it did, and return that."""
    return subprocess.run(
        [sys.executable, "-c", BEGIN + code],
        env=environment(folder),
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout.strip()


def pid_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout
    return int(process.stdout.readline())


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=30)


def runs(folder: Path) -> bool:
    return python("print(database.info().pid)", folder=folder) != "None"


def test_processes_share_one_server_until_the_last_of_them_leaves(folder: Path, member: Starter) -> None:
    first, second = member(), member()

    assert pid_of(first) == pid_of(second)
    leave(first)
    assert runs(folder)
    leave(second)
    assert not runs(folder)


def test_a_killed_process_does_not_count_as_a_user(folder: Path, member: Starter) -> None:
    killed, last = member(), member()
    pid_of(killed), pid_of(last)

    killed.kill()
    killed.wait()
    leave(last)

    assert not runs(folder)


def test_a_forked_child_keeps_the_server_when_its_parent_leaves(folder: Path) -> None:
    child = "time.sleep(1); print(database.info().pid is not None)"

    # The child gets half a second to take a lock of its own, and outlives its parent by as much.
    said = python(f"database.url(); exec('time.sleep(0.5)' if os.fork() else '{child}')", folder=folder)

    assert said == "True"
    assert not runs(folder)


def test_what_was_committed_is_there_after_the_server_is_killed(folder: Path) -> None:
    kill = "os.kill(database.info().pid, 9); time.sleep(0.1)"
    use = "import psycopg2; c = psycopg2.connect(database.url()); c.autocommit = True; q = c.cursor(); "
    # The killed server is this process's own child, so its number stays taken by a zombie.
    python(use + f"q.execute('CREATE TABLE kept ()'); {kill}; database.revive()", folder=folder)

    assert python(use + "q.execute('TABLE kept'); print(q.rowcount)", folder=folder) == "0"


def test_a_new_process_starts_the_server_that_was_killed_under_the_others(folder: Path, member: Starter) -> None:
    first = member()
    killed = pid_of(first)

    os.kill(killed, signal.SIGKILL)

    assert pid_of(member()) != killed


def test_revive_leaves_a_stopped_server_alone(folder: Path) -> None:
    said = python("database.url(); database.stop(); database.revive(); print(database.info().pid)", folder=folder)

    assert said == "None"


def test_a_stranger_with_the_old_number_does_not_pass_for_the_server(folder: Path) -> None:
    python("database.url()", folder=folder)
    (folder / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}\n0\n5432\n/tmp\n\n0 0\nready\n")

    assert not runs(folder)
    assert python("database.url(); print(database.info().pid is not None)", folder=folder) == "True"


def test_a_creation_that_was_cut_short_is_made_again(folder: Path) -> None:
    python("database.url()", folder=folder)
    (folder / "data").rename(folder / "draft")
    (folder / "draft" / "global" / "pg_control").unlink()

    assert python("database.url(); print(database.info().pid is not None)", folder=folder) == "True"


def test_started_by_hand_it_runs_until_it_is_stopped_by_hand(folder: Path) -> None:
    python("database.keep()", folder=folder)
    python("database.url()", folder=folder)
    assert runs(folder)

    python("database.stop()", folder=folder)

    assert not runs(folder)


def test_a_long_path_with_spaces_is_no_hindrance(folder: Path) -> None:
    folder.chmod(0o711)
    deep = folder / ("a folder " * 18).strip()

    said = python("import psycopg2; print(psycopg2.connect(database.url()).status)", folder=deep)

    assert len(str(deep)) > 160
    assert said == "1"


def test_a_folder_of_somebody_else_is_refused_in_a_sentence(folder: Path) -> None:
    if os.geteuid() == 0:
        os.chown(folder, 65534, 65534)
        theirs = folder
    else:
        theirs = Path("/etc")

    said = python(
        "\ntry: database.url()\nexcept database.DatabaseUnavailable as refusal: print(refusal)", folder=theirs
    )

    assert f"cannot use {theirs}: it belongs to somebody else" in said
    if theirs == folder:
        os.chown(folder, 0, 0)


def test_a_socket_folder_that_others_can_enter_is_refused(folder: Path) -> None:
    sockets = "database._cluster().sockets"
    squat = f"{sockets}.mkdir(); {sockets}.chmod(0o777)"

    said = python(
        squat + "\ntry: database.url()\nexcept database.DatabaseUnavailable as refusal: print(refusal)",
        folder=folder,
    )

    assert "others may enter it" in said
    assert not runs(folder)


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    python("database.url()", folder=folder)
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")

    said = python("\ntry: database.url()\nexcept database.DatabaseUnavailable as fault: print(fault)", folder=folder)

    assert 'unrecognized configuration parameter "no_such_setting"' in said


def test_a_warm_start_is_quick(folder: Path) -> None:
    python("database.url()", folder=folder)
    begun = time.monotonic()

    python("database.url()", folder=folder)

    assert time.monotonic() - begun < 2
