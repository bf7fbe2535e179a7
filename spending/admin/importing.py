"""The desk's import of a spend file: send it, look at what it would come to, answer what is asked, import it.

Every look is a dry run of the import itself: nothing is told that the import would not do.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from spending.actions import Asked, Report, SecondVersion, import_file
from spending.actions.reading.lines import Outcome
from spending.actions.uploading import UploadGone, forget_upload, on_disk
from spending.admin.preview import preview_of
from spending.admin.review import OfficerRequest
from spending.admin.uploads import gone, received, sent_by
from spending.forms.importing import Answers, SpendFile
from spending.models import Upload, UploadPurpose

UNANSWERED = 422


def must_be_allowed(request: OfficerRequest) -> None:
    if not request.user.has_perm("spending.import_spending"):
        raise PermissionDenied


def send(request: OfficerRequest) -> HttpResponse:
    """Ask for a file and its body; keep the file, and go on to what it would come to."""
    must_be_allowed(request)
    if request.method != "POST":
        return show_form(request, SpendFile())
    form, upload = received(request, SpendFile, UploadPurpose.SPENDING)
    if upload and form.is_valid():
        return redirect("admin:spending_import", upload.pk)
    return show_form(request, form, status=UNANSWERED)


def show_form(request: OfficerRequest, form: SpendFile, *, status: int = 200) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": "Import a spend file", "form": form}
    return render(request, "admin/spending/importnote/send.html", context, status=status)


def look_and_import(request: OfficerRequest, upload_id: int) -> HttpResponse:
    """Show what a file would come to, or import it with the answers given."""
    must_be_allowed(request)
    upload = sent_by(request.user, UploadPurpose.SPENDING).filter(pk=upload_id).exclude(asked={}).first()
    if upload is None:
        return gone(request)
    answers = Answers(request.POST if request.method == "POST" else {})
    # An answer that is none imports nothing, as a look does not.
    dry_run = not answers.is_valid() or request.method != "POST"
    try:
        report = imported(upload, answers.cleaned_data, by=request.user, dry_run=dry_run)
    except UploadGone:
        return gone(request)
    if dry_run or report.outcome != Outcome.IMPORTED or report.file is None:
        return show_preview(request, upload, answers, report)
    forget_upload(upload)
    messages.success(request, f"“{report.file}” is imported. Nothing of it is public before its note is accepted.")
    return redirect("admin:spending_importnote_change", report.file.note.pk)


def imported(upload: Upload, given: dict[str, Any], *, by: User, dry_run: bool) -> Report:
    with on_disk(upload) as path:
        asked = Asked(
            path=path,
            name=upload.name,
            body=upload.asked["body"],
            profile=given.get("profile", ""),
            accept_proposal=given.get("accept_proposal", False),
            accepted=frozenset(given.get("accept", ())),
            second_version=SecondVersion(given["second_version"]) if given.get("second_version") else None,
            dry_run=dry_run,
        )
        return import_file(asked, by=by, at=timezone.now())


def show_preview(request: OfficerRequest, upload: Upload, answers: Answers, report: Report) -> HttpResponse:
    preview = preview_of(report, upload, answers.cleaned_data)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"Import {upload.name}",
        "preview": preview,
        "answers": answers,
        "is_refused": request.method == "POST",
    }
    status = UNANSWERED if request.method == "POST" else 200
    return render(request, "admin/spending/importnote/preview.html", context, status=status)
