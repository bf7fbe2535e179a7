"""Officers' decisions on imported files: to publish what we say about one, and to take one out of every sum."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from spending.actions import attributing, matching
from spending.actions.turns import lift_limits, take_turn
from spending.models import Body, ImportNote, SourceFile


class NothingToAccept(Exception):
    """The note is accepted already, or its file is undone."""


class AlreadyUndone(Exception):
    """The file's payments are in no sum any more."""


@transaction.atomic
def accept(*, note: ImportNote, by: User, at: datetime) -> None:
    """Let the public see the note and the payments of its file, each with what is known of it."""
    lift_limits()
    take_turn()
    # The filter, not a read before the write, decides: another officer may undo the file meanwhile.
    waiting = ImportNote.objects.filter(pk=note.pk, accepted_at=None, file__undone_at=None)
    if not waiting.update(accepted_at=at, accepted_by=by):
        raise NothingToAccept
    matching.match(payees=attributing.payees_of(file=note.file), at=at)
    attributing.attribute_file(file=note.file)


@transaction.atomic
def undo(*, file: SourceFile, why: str, by: User | None, at: datetime) -> None:
    """Take a file's payments out of every sum. The files that it replaced count again."""
    lift_limits()
    # Imports of the same body wait, and see the sums either before or after.
    Body.objects.select_for_update(no_key=True).get(pk=file.body_id)
    take_turn()
    counted = SourceFile.objects.counted().filter(pk=file.pk)
    if not counted.update(undone_at=at, undone_by=by, undone_why=why):
        raise AlreadyUndone
    # What has been imported anew meanwhile is in the sums as it is.
    here_again = SourceFile.objects.counted().filter(body=file.body_id).values("rows_digest")
    former = list(file.replaced.exclude(rows_digest__in=here_again))
    SourceFile.objects.filter(pk__in=[version.pk for version in former]).update(
        undone_at=None, undone_by=None, undone_why="", replaced_by=None
    )
    attributing.forget_file(file=file)
    for version in former:
        attributing.attribute_file(file=version)


def replace(*, files: list[SourceFile], new: SourceFile, by: User | None, at: datetime) -> None:
    """Take the former versions of a file out of every sum, for as long as the new one is in them."""
    take_turn()
    SourceFile.objects.filter(pk__in=[file.pk for file in files]).update(
        undone_at=at, undone_by=by, undone_why=f"Replaced by {new.name}"[:200], replaced_by=new
    )
    for file in files:
        attributing.forget_file(file=file)
