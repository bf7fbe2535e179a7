"""The only code that imports spend files: reads one, and stores all of it or nothing."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils.timezone import localdate

from spending.actions import originals
from spending.actions.comparing import unusual
from spending.actions.copying import digest_of_rows, store_batches
from spending.actions.deciding import replace
from spending.actions.reading import read
from spending.actions.reading.lines import Layout, Outcome, Reading, Reason
from spending.actions.reports import DUPLICATE, Report, SecondVersion, Stopped
from spending.actions.turns import lift_limits
from spending.actions.versions import FormerVersion, former_versions
from spending.models import Body, ImportNote, Payment, SavedLayout, SourceFile

# What is paid later than this is a slip of the keyboard: 2062 for 2026.
A_YEAR = timedelta(days=366)


class DoesNotAddUp(Exception):
    """The database holds something else than was read."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody wants imported, and what they have said yes to."""

    path: Path
    name: str
    body: str
    profile: str = ""
    accept_proposal: bool = False
    accepted: frozenset[str] = frozenset()
    second_version: SecondVersion | None = None
    dry_run: bool = False


def import_file(asked: Asked, *, by: User | None, at: datetime) -> Report:
    """Import a file for a body, which is made where it is new. Nothing is public before its note is accepted.

    Returns what was found, whether or not it could be stored.
    """
    try:
        with transaction.atomic():
            lift_limits()
            report = imported(asked, by=by, at=at)
            transaction.set_rollback(asked.dry_run)
    except Stopped as stopped:
        return stopped.report
    return report


def imported(asked: Asked, *, by: User | None, at: datetime) -> Report:
    """Store a file and all that it holds. Raises Stopped where it may not be stored."""
    body = body_called(asked.body)
    stop_at_same_bytes(body, asked.path)
    reading, saved = read_as_saved(asked, body)
    stop_at_same_rows(body, reading)
    file = SourceFile(
        pk=next_file_id(),
        body=body,
        name=asked.name,
        bytes_digest=originals.digest_of(asked.path),
        byte_count=asked.path.stat().st_size,
        kind=reading.kind,
        encoding=reading.encoding,
        columns=reading.layout.as_json() if reading.layout else {},
        imported_at=at,
        imported_by=by,
    )
    with originals.packing(asked.path) as packed:
        file.rows_digest = store_batches(reading.batches(), file_id=file.pk)
        stop_at_doubts(reading, at=at)
        stop_at_duplicate(body, rows_digest=file.rows_digest)
        former = former_decided(asked, file, reading)
        file.saved_layout = saved or newly_saved(asked, body, reading, by=by, at=at)
        file.save(force_insert=True)
        originals.keep(packed.result(), file=file)
    note = note_of(file, reading, asked)
    if asked.second_version == SecondVersion.REPLACE:
        replace(files=[version.file for version in former], new=file, by=by, at=at)
    check_that_it_adds_up(note)
    return Report.of(reading, file=file)


def body_called(name: str) -> Body:
    """Return the body of this name, made where it is new, and locked: its imports wait for each other.

    Locked without its key, which whoever accepts another file of the body points to meanwhile.
    """
    name = " ".join(name.split())
    Body.objects.bulk_create([Body(name=name)], ignore_conflicts=True)
    return Body.objects.select_for_update(no_key=True).get(name__iexact=name)


def next_file_id() -> int:
    """Take a number for a file: its payments need it before all that stands about the file is known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('spending_sourcefile', 'id'))")
        (number,) = cursor.fetchone()
    return int(number)


def read_as_saved(asked: Asked, body: Body) -> tuple[Reading, SavedLayout | None]:
    """Read the file by the newest saved layout that fits, else by what its own titles and values say.

    Raises Stopped where that alone does not suffice.
    """
    layouts = body.layouts.filter(name=asked.profile) if asked.profile else body.layouts.all()
    for saved in layouts:
        layout = Layout.from_json(saved.layout)
        reading = read(asked.path, layout=layout, accept_proposal=False, name=asked.name, accepted=asked.accepted)
        if reading.layout and not reading.proposal:
            break
    else:
        saved = None
        reading = read(
            asked.path,
            layout=None,
            accept_proposal=asked.accept_proposal,
            name=asked.name,
            accepted=asked.accepted,
        )
    if reading.outcome != Outcome.IMPORTED:
        deque(reading.batches(), maxlen=0)
        raise Stopped(Report.of(reading))
    return reading, saved


def stop_at_same_bytes(body: Body, path: Path) -> None:
    # Only a file of the same size is looked through: one of gigabytes is refused without that.
    if body.files.counted().filter(byte_count=path.stat().st_size).exists():
        stop_at_duplicate(body, bytes_digest=originals.digest_of(path))


def stop_at_same_rows(body: Body, reading: Reading) -> None:
    """Read a file that begins as a counted one does to its end, and store nothing where it is the same to its end."""
    first = next((line for batch in reading.batches() for line in batch.lines()), None)
    if first is None:
        return
    alike = Payment.objects.filter(
        file__in=body.files.counted(),
        record_no=first.record,
        pay_date=first.pay_date,
        ref=first.ref,
        payee_raw=first.payee_raw,
        amount_pence=first.amount_pence,
    )
    if alike.exists():
        stop_at_duplicate(body, rows_digest=digest_of_rows(reading.batches()))


def stop_at_duplicate(body: Body, **digest: str) -> None:
    if twin := body.files.counted().filter(**digest).first():
        text = f"The same payments were imported as “{twin}” on {twin.imported_at:%-d %B %Y}."
        raise Stopped(Report(outcome=DUPLICATE, reasons=[Reason("duplicate", text)], file=twin))


def stop_at_doubts(reading: Reading, *, at: datetime) -> None:
    """Raise Stopped where only the whole file showed that a person must decide."""
    last = reading.counts.date_max
    if last and last > localdate(at) + A_YEAR:
        reading.stop("future", f"There is a date more than a year ahead: {last:%-d %B %Y}")
    if reading.outcome != Outcome.IMPORTED:
        raise Stopped(Report.of(reading))


def former_decided(asked: Asked, file: SourceFile, reading: Reading) -> list[FormerVersion]:
    """Return the former versions of a file. Raises Stopped where nobody has said what becomes of them."""
    former = former_versions(file, reading.counts)
    if former and asked.second_version is None:
        reasons = [version.reason(reading.counts) for version in former]
        raise Stopped(Report.of(reading, outcome=Outcome.NEEDS_INPUT, reasons=reasons))
    return former


def newly_saved(asked: Asked, body: Body, reading: Reading, *, by: User | None, at: datetime) -> SavedLayout | None:
    """Save the layout that somebody has just said yes to. A file that raised no doubt needs none."""
    if not (asked.accept_proposal and reading.layout and reading.doubts):
        return None
    digest = reading.layout.digest
    if known := body.layouts.filter(digest=digest).first():
        return known
    name = asked.profile or f"{asked.name[:60]} {digest[:8]}"
    if body.layouts.filter(name=name).exists():
        reason = Reason("profile_taken", f"“{name}” is the name of another layout. Choose another name.")
        raise Stopped(Report.of(reading, outcome=Outcome.NEEDS_INPUT, reasons=[reason]))
    return SavedLayout.objects.create(
        body=body, name=name, digest=digest, layout=reading.layout.as_json(), confirmed_at=at, confirmed_by=by
    )


def note_of(file: SourceFile, reading: Reading, asked: Asked) -> ImportNote:
    """Write down how the file reconciles. What is unusual is said beside the files that were there before it."""
    counts = reading.counts
    return ImportNote.objects.create(
        file=file,
        record_count=counts.records,
        rows_imported=counts.imported,
        ignored_rows=counts.ignored.total(),
        ignored=dict(counts.ignored),
        quarantined_rows=counts.quarantined.total(),
        quarantined=dict(counts.quarantined),
        sum_pence=counts.sum_pence,
        negative_rows=counts.negative,
        redacted_rows=counts.redacted,
        rounded_rows=counts.rounded,
        date_min=counts.date_min,
        date_max=counts.date_max,
        controls=counts.totals_pence,
        warnings=unusual(body=file.body, counts=counts),
        decided=sorted(asked.accepted) + ([f"second_version_{asked.second_version}"] if asked.second_version else []),
    )


def check_that_it_adds_up(note: ImportNote) -> None:
    """Hold what the database has against what was read. Raises DoesNotAddUp."""
    stored = Payment.objects.filter(file=note.file).aggregate(rows=Count("pk"), pence=Sum("amount_pence", default=0))
    if stored != {"rows": note.rows_imported, "pence": note.sum_pence}:
        raise DoesNotAddUp
