"""The pages of one return: choosing its kind, entering and correcting it, its page with the decisions, its document."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from balancesheet.actions import returning
from balancesheet.actions.evidence import Document, Shown, show_to_everybody
from balancesheet.admin.acts import CONFLICT, KEY, WRONG, attempted, key_of, must, seen
from balancesheet.forms.returning import Reason, ReturnForm, typed_before
from balancesheet.models import KINDS, Evidence, Kind, Return
from balancesheet.models.kinds import OPENING, PARTS
from balancesheet.pages.documents import document_answer
from balancesheet.pages.returns import acts_on, amount_typed, facts_of, facts_of_evidence, state_of
from balancesheet.sources.claims import Books
from spending.actions.uploading import forget_upload, keep_upload, on_disk
from spending.admin.review import OfficerRequest
from spending.admin.uploads import sent_by
from spending.models import Upload, UploadPurpose

PAGE = "admin:balancesheet_return_change"


def kinds(request: OfficerRequest) -> HttpResponse:
    """Ask what is returned: each kind asks for something else."""
    must(request, "enter_return")
    parts = {part: [kind for kind in KINDS.values() if kind.part == part] for part in (*PARTS, OPENING)}
    context = {**admin.site.each_context(request), "title": "Enter a return", "parts": parts}
    return render(request, "admin/balancesheet/return/kinds.html", context)


def enter(request: OfficerRequest, kind: str) -> HttpResponse:
    """Ask for a return of one kind with its evidence, and keep it."""
    must(request, "enter_return")
    if kind not in KINDS:
        raise Http404
    at = timezone.now()
    form = filled_in(request, KINDS[kind], at=at)
    if not form.is_valid() or form.claim is None:
        return show_form(request, form)
    with shown_by(form) as shown:
        returned = returning.enter(claim=form.claim, shown=shown, by=request.user, at=at)
    messages.success(request, "The return is entered. It counts once another person has checked it.")
    return redirect(PAGE, returned.pk)


def correct(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write a return that waits anew. Where somebody else was first, what was typed stays on the page."""
    must(request, "enter_return")
    returned = get_object_or_404(Return.objects.select_related("evidence").by_hand(), pk=pk)
    at = timezone.now()
    form = filled_in(request, returned.of_kind, at=at, corrects=returned)
    claim = form.claim if form.is_valid() else None
    if claim is None:
        return show_form(request, form, corrects=returned)
    with shown_by(form) as shown:
        new = None if form.keeps_evidence else shown
        why_not = attempted(
            lambda: returning.correct(key=pk, seen=seen(request), claim=claim, shown=new, by=request.user, at=at)
        )
    if why_not:
        return show_form(request, form, corrects=returned, why_not=why_not)
    messages.success(request, "The return is corrected, in your name: another person has to check it.")
    return redirect(PAGE, pk)


def filled_in(request: OfficerRequest, kind: Kind, *, at: datetime, corrects: Return | None = None) -> ReturnForm:
    """Return the form with what was sent. A document is kept even where something else is amiss."""
    books = Books.at(at)
    if request.method != "POST":
        amount = amount_typed(kind, corrects.amount) if corrects else ""
        initial = typed_before(corrects, amount=amount) if corrects else {}
        return ReturnForm(kind=kind, books=books, corrects=corrects, initial=initial)
    key = request.POST.get("upload", "")
    kept = sent_by(request.user, UploadPurpose.RETURNS).filter(pk=key).first() if KEY.fullmatch(key) else None
    form = ReturnForm(request.POST, request.FILES, kind=kind, books=books, kept=kept, corrects=corrects)
    form.full_clean()
    if sent := form.cleaned_data.get("document"):
        form.kept = keep_upload(sent, purpose=UploadPurpose.RETURNS, asked={}, by=request.user, at=at)
    return form


@contextmanager
def shown_by(form: ReturnForm) -> Iterator[Shown]:
    """Give the evidence that a valid form shows, its document on the disk; and forget the upload when that is kept."""
    said: dict[str, Any] = form.cleaned_data
    given = {name: said[name] for name in ("title", "register", "reference", "is_public")}
    # A register is named with an entry of it only, whatever was typed before another kind was chosen.
    given["register"] = said["register"] if said["evidence"] == "register" else ""
    if not form.kept:
        yield Shown(kind=said["evidence"], **given)
        return
    with on_disk(form.kept) as path:
        yield Shown(kind=said["evidence"], **given, document=Document(path, form.kept.name))
    forget_upload(Upload(pk=form.kept.pk))


def show_form(
    request: OfficerRequest, form: ReturnForm, *, corrects: Return | None = None, why_not: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "kind": form.kind,
        "corrects": corrects,
        "why_not": why_not,
        "seen": request.POST.get("seen"),
    }
    status = CONFLICT if why_not else WRONG if form.errors else 200
    return render(request, "admin/balancesheet/return/enter.html", context, status=status)


# -- one return ------------------------------------------------------------------------


def one(request: OfficerRequest, key: str) -> HttpResponse:
    """Show a return, or do with it what the pressed button says."""
    must(request, "view_return")
    found = Return.objects.select_related(
        "ledger__neighbourhood", "foundation", "evidence", "file__evidence", "entry",
        "entered_by", "checked_by", "refused_by", "withdrawn_by",
    )  # fmt: skip
    returned = get_object_or_404(found, pk=key_of(key))
    if request.method != "POST":
        return show(request, returned)
    act = request.POST.get("act", "")
    must(request, *ACTS_OF.get(act, ("nothing",)))
    form = Reason(request.POST)
    if act in ("refuse", "withdraw") and not form.is_valid():
        return show(request, returned, form=form, status=WRONG)
    why_not = attempted(
        lambda: do(request, act, returned, why=form.cleaned_data.get("why", "") if form.is_valid() else "")
    )
    if why_not:
        return show(request, found.get(pk=returned.pk), form=form if form.is_valid() else None, why_not=why_not)
    messages.success(request, DONE[act])
    return redirect(request.path)


DONE = {
    "check": "The return is checked and counts.",
    "refuse": "The return is refused.",
    "withdraw": "The return is withdrawn: its entry is reversed.",
    "publish": "Everybody can see the document now.",
    "hide": "Only officers can see the document now.",
}
# Who entered a return may take it back; that it is theirs is asked when it is done.
ACTS_OF = {
    "check": ("check_return",),
    "refuse": ("check_return", "enter_return"),
    "withdraw": ("check_return",),
    "publish": ("check_return",),
    "hide": ("check_return",),
}


def do(request: OfficerRequest, act: str, returned: Return, *, why: str) -> None:
    by, at, key = request.user, timezone.now(), returned.pk
    if act == "check":
        returning.check(key=key, seen=seen(request), by=by, at=at)
    elif act == "refuse":
        if returned.entered_by_id != by.pk:
            must(request, "check_return")
        returning.refuse(key=key, seen=seen(request), why=why, by=by, at=at)
    elif act == "withdraw":
        returning.withdraw(key=key, why=why, by=by, at=at)
    else:
        show_to_everybody(returned.evidence, is_public=act == "publish")


def show(
    request: OfficerRequest, returned: Return, *, form: Reason | None = None, why_not: str = "", status: int = 200
) -> HttpResponse:
    may_check = request.user.has_perm("balancesheet.check_return")
    is_own = returned.entered_by_id == request.user.pk
    context = {
        **admin.site.each_context(request),
        "title": returned.of_kind.name,
        "returned": returned,
        "state": state_of(returned),
        "facts": facts_of(returned),
        "evidence": facts_of_evidence(returned.evidence),
        "acts": acts_on(returned),
        "seen": returned.entered_at.isoformat(),
        "form": form or Reason(),
        "why_not": why_not,
        "is_own": is_own,
        "may_check": may_check,
        "may_correct": request.user.has_perm("balancesheet.enter_return"),
    }
    return render(request, "admin/balancesheet/return/return.html", context, status=CONFLICT if why_not else status)


def document(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Send the document of evidence as it came, to be kept and not opened here."""
    must(request, "view_evidence")
    evidence = get_object_or_404(Evidence.objects.exclude(byte_count=0), pk=pk)
    return document_answer(evidence)
