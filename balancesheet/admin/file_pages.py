"""The pages of a file of returns: sending it, what it comes to or what is wrong with it, and the decisions on it."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from balancesheet.actions import return_files
from balancesheet.actions.evidence import Document, Shown
from balancesheet.actions.return_files import AlreadyReturned, HasFaults, Reading, read_file, twin_of
from balancesheet.admin.acts import CONFLICT, WRONG, attempted, key_of, must
from balancesheet.forms.returning import Reason, ReturnsFile
from balancesheet.models import ReturnFile
from balancesheet.pages.returns import acts_on, facts_of_evidence, rows_of_file, state_of, sums_of
from balancesheet.sources.claims import Books
from spending.actions.uploading import UploadGone, forget_upload, on_disk
from spending.admin.review import OfficerRequest
from spending.admin.uploads import received, sent_by
from spending.models import Upload, UploadPurpose

PAGE = "admin:balancesheet_returnfile_change"
SEND = "admin:balancesheet_returnfile_add"


def send(request: OfficerRequest) -> HttpResponse:
    """Ask for a file and what it is; keep the file, and go on to what it comes to."""
    must(request, "enter_return")
    if request.method != "POST":
        return show_form(request, ReturnsFile())
    form, upload = received(request, ReturnsFile, UploadPurpose.RETURNS)
    if upload and form.is_valid():
        return redirect("admin:balancesheet_returnfile_look", upload.pk)
    return show_form(request, form, status=WRONG)


def show_form(request: OfficerRequest, form: ReturnsFile, *, status: int = 200) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": "Send a file of returns", "form": form}
    return render(request, "admin/balancesheet/returnfile/send.html", context, status=status)


def look_and_enter(request: OfficerRequest, upload_id: int) -> HttpResponse:
    """Show what a file would come to, with nothing kept of it; or enter it, where the button was pressed."""
    must(request, "enter_return")
    upload = sent_by(request.user, UploadPurpose.RETURNS).filter(pk=upload_id).exclude(asked={}).first()
    if upload is None:
        return gone(request)
    try:
        return entered(request, upload) if request.method == "POST" else looked_at(request, upload)
    except UploadGone:
        return gone(request)


def gone(request: OfficerRequest) -> HttpResponse:
    messages.warning(
        request, "That file is entered already, or a day has passed. Send it again if it is missing below."
    )
    return redirect("admin:balancesheet_returnfile_changelist")


def looked_at(request: OfficerRequest, upload: Upload) -> HttpResponse:
    books = Books.at(timezone.now())
    with on_disk(upload) as path:
        reading = read_file(path, books)
    return show_preview(request, upload, reading, books, twin=twin_of(reading))


def entered(request: OfficerRequest, upload: Upload) -> HttpResponse:
    at = timezone.now()
    asked = upload.asked
    try:
        with on_disk(upload) as path:
            shown = Shown(
                kind=asked["evidence"],
                title=asked["title"],
                reference=asked["reference"],
                document=Document(path, f"{upload.name.removesuffix('.csv')}.csv"),
            )
            file = return_files.enter_file(path, shown=shown, by=request.user, at=at)
    except HasFaults as has:
        return show_preview(request, upload, has.reading, Books.at(at), status=WRONG)
    except AlreadyReturned as already:
        return show_preview(request, upload, Reading(), Books.at(at), twin=already.file, status=CONFLICT)
    forget_upload(upload)
    messages.success(request, "The file is entered. It counts once another person has checked it.")
    return redirect(PAGE, file.pk)


def show_preview(
    request: OfficerRequest,
    upload: Upload,
    reading: Reading,
    books: Books,
    *,
    twin: ReturnFile | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": upload.name,
        "upload": upload,
        "reading": reading,
        "sums": sums_of(reading.counts, reading.sums, dict(books.names)),
        "twin": twin,
        "untold": reading.fault_count - len(reading.faults),
    }
    return render(request, "admin/balancesheet/returnfile/preview.html", context, status=status)


def one(request: OfficerRequest, key: str) -> HttpResponse:
    """Show a file of returns, or do with it what the pressed button says."""
    must(request, "view_returnfile")
    found = ReturnFile.objects.select_related("evidence", "entered_by", "checked_by", "refused_by", "withdrawn_by")
    file = get_object_or_404(found, pk=key_of(key))
    if request.method != "POST":
        return show(request, file)
    act = request.POST.get("act", "")
    is_taken_back = act == "refuse" and file.entered_by_id == request.user.pk
    must(request, *(("check_return",) if act in DONE else ("nothing",)), *(("enter_return",) if is_taken_back else ()))
    form = Reason(request.POST)
    if act != "check" and not form.is_valid():
        return show(request, file, form=form, status=WRONG)
    why_not = attempted(lambda: do(request, act, file.pk, form))
    if why_not:
        return show(request, found.get(pk=file.pk), why_not=why_not)
    messages.success(request, DONE[act])
    return redirect(request.path)


DONE = {
    "check": "The file is checked: all its rows count.",
    "refuse": "The file is refused.",
    "withdraw": "The file is withdrawn: all its entries are reversed.",
}


def do(request: OfficerRequest, act: str, key: int, form: Reason) -> None:
    by, at = request.user, timezone.now()
    if act == "check":
        return_files.check_file(key=key, by=by, at=at)
    elif act == "refuse":
        return_files.refuse_file(key=key, why=form.cleaned_data["why"], by=by, at=at)
    else:
        return_files.withdraw_file(key=key, why=form.cleaned_data["why"], by=by, at=at)


def show(
    request: OfficerRequest, file: ReturnFile, *, form: Reason | None = None, why_not: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": file.evidence.title,
        "file": file,
        "state": state_of(file),
        "evidence": facts_of_evidence(file.evidence),
        "acts": acts_on(file),
        "rows": rows_of_file(file),
        "form": form or Reason(),
        "why_not": why_not,
        "is_own": file.entered_by_id == request.user.pk,
        "may_check": request.user.has_perm("balancesheet.check_return"),
    }
    return render(request, "admin/balancesheet/returnfile/file.html", context, status=CONFLICT if why_not else status)
