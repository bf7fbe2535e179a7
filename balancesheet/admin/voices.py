"""Voices on the desk: one officer enters what was said, word for word, another checks it; and replies likewise."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from balancesheet.actions import voicing
from balancesheet.admin.acts import CONFLICT, WRONG, OfficerRequest, attempted, key_of, must
from balancesheet.forms.closing import ReplyForm, VoiceForm
from balancesheet.forms.returning import Reason
from balancesheet.models import Voice, Year
from stevenage_cwb.common.admin import RecordAdmin

STATES = {
    "waiting": ("Waiting to be checked", Q(checked_at=None, refused_at=None)),
    "public": ("Everybody can read it", Q(checked_at__isnull=False, refused_at=None)),
    "refused": ("Refused or taken down", Q(refused_at__isnull=False)),
}
FORMS: dict[str, type[forms.Form]] = {"refuse": Reason, "reply": ReplyForm}
DONE = {
    "check": "Everybody can read it now.",
    "refuse": "It is refused: nobody reads it but officers.",
    "reply": "The reply is entered. Another officer has to check it.",
}
# Any of these lets an officer do it.
ACTS_OF = {"check": ("check_voice",), "refuse": ("check_voice", "enter_voice"), "reply": ("enter_voice",)}


class StateFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(code, name) for code, (name, _) in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(STATES[self.value() or ""][1]) if self.value() in STATES else queryset


@admin.register(Voice)
class VoiceAdmin(RecordAdmin):
    """What was said, the newest first."""

    list_display = ["role", "ledger", "year_starting", "is_reply", "state", "entered_by"]
    list_filter = [StateFilter, "ledger"]
    list_select_related = ["ledger__neighbourhood", "entered_by"]

    @admin.display(description="reply", boolean=True)
    def is_reply(self, voice: Voice) -> bool:
        return voice.replies_to_id is not None

    @admin.display(description="state")
    def state(self, voice: Voice) -> str:
        return state_of(voice)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("balancesheet.enter_voice")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return enter(cast("OfficerRequest", request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return one(cast("OfficerRequest", request), object_id)


def state_of(voice: Voice) -> str:
    if voice.refused_at:
        return "taken down" if voice.checked_at else "refused"
    return "everybody can read it" if voice.checked_at else "waits to be checked"


def enter(request: OfficerRequest) -> HttpResponse:
    """Ask for what was said, and keep it for another officer to check."""
    must(request, "enter_voice")
    years = Year.objects.order_by("-year_starting").values_list("year_starting", flat=True).distinct()
    form = VoiceForm(request.POST if request.method == "POST" else None, years=list(years))
    if form.is_valid():
        said = form.cleaned_data
        voicing.enter(
            ledger=said["ledger"],
            year_starting=said["year"],
            role=said["role"],
            words=said["words"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "It is entered. Another officer has to check it.")
        return redirect("admin:balancesheet_voice_changelist")
    context = {**admin.site.each_context(request), "title": "Enter what was said", "form": form}
    return render(request, "admin/balancesheet/voice/enter.html", context, status=WRONG if form.errors else 200)


def one(request: OfficerRequest, key: str) -> HttpResponse:
    """Show what was said, or do with it what the pressed button says."""
    must(request, "view_voice")
    voice = get_object_or_404(Voice, pk=key_of(key))
    if request.method != "POST":
        return show(request, voice.pk)
    act = request.POST.get("act", "")
    if act not in DONE:
        raise Http404
    must(request, *ACTS_OF[act])
    form = FORMS[act](request.POST) if act in FORMS else None
    if form and not form.is_valid():
        return show(request, voice.pk, {act: form}, status=WRONG)
    why_not = attempted(lambda: do(request, act, voice, form.cleaned_data if form else {}))
    if why_not:
        return show(request, voice.pk, why_not=why_not, status=CONFLICT)
    messages.success(request, DONE[act])
    return redirect(request.path)


def do(request: OfficerRequest, act: str, voice: Voice, said: dict[str, Any]) -> None:
    by, at = request.user, timezone.now()
    if act == "check":
        voicing.check(key=voice.pk, by=by, at=at)
    elif act == "refuse":
        # Who entered something may take it back; what others entered is for who checks.
        if voice.entered_by_id != by.pk:
            must(request, "check_voice")
        voicing.refuse(key=voice.pk, why=said["why"], by=by, at=at)
    else:
        voicing.enter(
            ledger=voice.ledger_id,
            year_starting=voice.year_starting,
            role=said["role"],
            words=said["words"],
            replies_to=voice.pk,
            by=by,
            at=at,
        )


def show(
    request: OfficerRequest,
    key: int,
    sent: dict[str, forms.Form] | None = None,
    *,
    why_not: str = "",
    status: int = 200,
) -> HttpResponse:
    people = ("ledger__neighbourhood", "entered_by", "checked_by", "refused_by", "replies_to")
    voice = Voice.objects.select_related(*people).get(pk=key)
    is_own = voice.entered_by_id == request.user.pk
    context = {
        **admin.site.each_context(request),
        "title": str(voice),
        "voice": voice,
        "state": state_of(voice),
        "replies": [(reply, state_of(reply)) for reply in voice.replies.order_by("pk")],
        "is_own": is_own,
        "may_check": request.user.has_perm("balancesheet.check_voice"),
        "may_enter": request.user.has_perm("balancesheet.enter_voice"),
        "why_not": why_not,
        "has_errors": status == WRONG,
        **{act: form() for act, form in FORMS.items()},
        **(sent or {}),
    }
    return render(request, "admin/balancesheet/voice/voice.html", context, status=status)
