"""Files on their way to an import, for every page of the desk that takes one."""

import re
from typing import TypeVar

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from spending.actions.uploading import ask, keep_upload
from spending.admin.review import OfficerRequest
from spending.forms.uploading import SentFile
from spending.models import Upload, UploadPurpose

Form = TypeVar("Form", bound=SentFile)

# What fits into a key's column.
KEY = re.compile(r"[0-9]{1,18}")
GONE = 410


def sent_by(officer: User, purpose: UploadPurpose) -> QuerySet[Upload]:
    """Return the files that an officer is importing: nobody goes on with another's."""
    return Upload.objects.filter(sent_by=officer, purpose=purpose)


def received(request: OfficerRequest, form_class: type[Form], purpose: UploadPurpose) -> tuple[Form, Upload | None]:
    """Return what was filled in, and the file. It is kept even where something else is amiss: nobody sends it twice."""
    key = request.POST.get("upload", "")
    kept = sent_by(request.user, purpose).filter(pk=key).first() if KEY.fullmatch(key) else None
    form = form_class(request.POST, request.FILES, kept=kept)
    is_valid = form.is_valid()
    if sent := form.cleaned_data.get("file"):
        form.kept = keep_upload(sent, purpose=purpose, asked={}, by=request.user, at=timezone.now())
    if form.kept and is_valid:
        ask(form.kept, form.asked())
    return form, form.kept


def gone(request: OfficerRequest) -> HttpResponse:
    """Say that an upload is not there any more: imported already, or forgotten after a day."""
    context = {**admin.site.each_context(request), "title": "The file is not here any more"}
    return render(request, "admin/spending/upload_gone.html", context, status=GONE)
