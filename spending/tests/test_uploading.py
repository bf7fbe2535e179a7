"""Files on their way from an officer to an import: whole, for a day, and nobody else's."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from spending.actions import run_clock, uploading
from spending.models import Upload, UploadPiece, UploadPurpose
from spending.tests.make import MONDAY, make_officer

pytestmark = pytest.mark.django_db


def keep_sent(sent, *, at=MONDAY):
    by = make_officer(f"officer{Upload.objects.count()}")
    return uploading.keep_upload(sent, purpose=UploadPurpose.SPENDING, asked={"body": "A"}, by=by, at=at)


def keep(content: bytes = b"a,b\n", **options):
    return keep_sent(SimpleUploadedFile("june.csv", content), **options)


@pytest.mark.parametrize("content", [b"a", b"a" * 49, b"a" * 50, b"a" * 51, bytes(range(256)) * 9])
def test_an_upload_comes_back_byte_for_byte(monkeypatch, content):
    monkeypatch.setattr(uploading, "PIECE_BYTES", 50)
    # As a large file comes: on the disk, and not in memory.
    sent = TemporaryUploadedFile("june.csv", "text/csv", len(content), None)
    sent.write(content)

    upload = keep_sent(sent)

    with uploading.on_disk(upload) as path:
        assert path.read_bytes() == content
    assert not path.exists()
    assert upload.byte_count == len(content)
    assert upload.pieces.count() == -(-len(content) // 50)


def test_an_upload_is_known_by_its_digest():
    assert keep(b"abc").digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_forgotten_upload_cannot_be_read_by_who_still_holds_it():
    upload = keep()
    uploading.forget_upload(upload)

    with pytest.raises(uploading.UploadGone), uploading.on_disk(upload):
        pass
    assert not UploadPiece.objects.exists()


@pytest.mark.parametrize(("age", "is_kept"), [(timedelta(hours=23, minutes=59), True), (timedelta(hours=24), False)])
def test_an_upload_is_forgotten_after_a_day(age, is_kept):
    keep()

    assert run_clock(at=MONDAY + age)["uploads_forgotten"] == (not is_kept)
    assert Upload.objects.exists() is is_kept
    assert UploadPiece.objects.exists() is is_kept


def test_the_next_upload_forgets_the_old_ones_even_where_no_worker_runs():
    old = keep()

    new = keep(at=MONDAY + timedelta(days=2))

    assert list(Upload.objects.all()) == [new]
    assert old != new
