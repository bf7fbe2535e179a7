"""Sends the e-mails that are due, and does what time asks for: reminders, expiry, new records into the ledgers."""

import logging
import signal
import threading
import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

import pledges.actions
import spending.actions
from balancesheet import sources
from balancesheet.actions import asking
from balancesheet.ledger import Refused
from metrics.actions.checking import run_checks
from metrics.actions.computing import compute
from stevenage_cwb.common import outbox

log = logging.getLogger("portal.worker")

CLOCK_EVERY_SECONDS = 60
# It reads totals, and writes nothing where nothing changed.
METRICS_EVERY_SECONDS = 600
LOOK_EVERY_SECONDS = 1.0
STOPPING = (signal.SIGTERM, signal.SIGINT)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            run_clock()
            observe()
            deliver_due()
            return
        stop = threading.Event()

        def end(*_: Any) -> None:
            # A second signal inside Event.set() would wait for the first one's lock for ever.
            for number in STOPPING:
                signal.signal(number, signal.SIG_IGN)
            stop.set()

        for number in STOPPING:
            signal.signal(number, end)
        work(stop)


def work(stop: threading.Event) -> None:
    """Work until told to stop. A database that goes away is waited for."""
    clock_ran_at = observed_at = float("-inf")
    while not stop.is_set():
        try:
            if time.monotonic() - clock_ran_at > CLOCK_EVERY_SECONDS:
                run_clock()
                clock_ran_at = time.monotonic()
            if time.monotonic() - observed_at > METRICS_EVERY_SECONDS:
                observe()
                observed_at = time.monotonic()
            deliver_due()
        except (DatabaseError, InterfaceError) as fault:
            log.warning("no database", extra={"facts": {"fault": type(fault).__name__}})
            connection.close()
        stop.wait(LOOK_EVERY_SECONDS)


def run_clock() -> None:
    at = timezone.now()
    done = pledges.actions.run_clock(at=at) | spending.actions.run_clock(at=at)
    done["addresses_forgotten"] = asking.forget_addresses(at=at)
    if any(done.values()):
        log.info("clock", extra={"facts": done})
    pull_due(at=at)


def pull_due(*, at: datetime) -> None:
    """Take new records into the ledgers. What cannot be taken now, while a year closes, is taken the next time."""
    try:
        pulled = sources.pull_due(at=at)
    except Refused as refused:
        log.warning("not pulled", extra={"facts": {"fault": type(refused).__name__}})
        return
    for source, taken in pulled.items():
        log.info("pulled", extra={"facts": {"source": source, "posted": taken.posted, "reversed": taken.reversed}})


def observe() -> None:
    """Compute the metrics, of all that has just been pulled, and weigh the checks."""
    at = timezone.now()
    computed, found = compute(at=at), run_checks(at=at)
    if computed.observed or found:
        facts = {"figures": computed.figures, "observed": computed.observed, "check_results": len(found)}
        log.info("metrics", extra={"facts": facts})


def deliver_due() -> None:
    while outbox.deliver_next(at=timezone.now()):
        pass
