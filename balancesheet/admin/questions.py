"""Questions about lines, on the desk: read first, then published, answered or refused."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from balancesheet.actions import asking
from balancesheet.admin.acts import CONFLICT, WRONG, OfficerRequest, attempted, key_of, must
from balancesheet.forms.asking import AnswerForm, RefuseForm
from balancesheet.models import Question
from balancesheet.pages.questions import facts_of, state_of
from stevenage_cwb.common import personal_details
from stevenage_cwb.common.admin import RecordAdmin

FORMS: dict[str, type[forms.Form]] = {"answer": AnswerForm, "refuse": RefuseForm}
DONE = {
    "publish": "Everybody can read the question now.",
    "answer": "Everybody can read the answer now. Where an e-mail address was given, it goes there too.",
    "refuse": "The question is refused.",
    "erase": "What the refused question said is gone.",
}


class StateFilter(admin.SimpleListFilter):
    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waiting"), ("answered", "Answered"), ("refused", "Refused")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "waiting":
            return queryset.filter(is_answered=False, refused_at=None)
        if self.value() == "refused":
            return queryset.filter(refused_at__isnull=False)
        return queryset.filter(is_answered=True) if self.value() == "answered" else queryset


@admin.register(Question)
class QuestionAdmin(RecordAdmin):
    """What was asked, the newest first."""

    list_display = ["__str__", "about", "year_starting", "state", "asked_at"]
    list_filter = [StateFilter, "ledger"]
    list_select_related = ["ledger__neighbourhood"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return Question.objects.with_answered()

    @admin.display(description="about")
    def about(self, question: Question) -> str:
        return f"{question.ledger or 'The borough'}, {question.account_id or 'the whole statement'}"

    @admin.display(description="state")
    def state(self, question: Question) -> str:
        return state_of(question)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return one(cast("OfficerRequest", request), object_id)


def one(request: OfficerRequest, key: str) -> HttpResponse:
    """Show a question, or do with it what the pressed button says."""
    must(request, "view_question")
    if request.method != "POST":
        return show(request, key_of(key))
    must(request, "answer_question")
    act = request.POST.get("act", "")
    if act not in DONE:
        raise Http404
    form = FORMS[act](request.POST) if act in FORMS else None
    if form and not form.is_valid():
        return show(request, key_of(key), {act: form}, status=WRONG)
    get_object_or_404(Question, pk=key_of(key))
    why_not = attempted(lambda: do(request, act, key_of(key), form.cleaned_data if form else {}))
    if why_not:
        return show(request, key_of(key), {act: form} if form else {}, why_not=why_not, status=CONFLICT)
    messages.success(request, DONE[act])
    return redirect(request.path)


def do(request: OfficerRequest, act: str, key: int, said: dict[str, Any]) -> None:
    by, at = request.user, timezone.now()
    if act == "publish":
        asking.publish(key=key, by=by, at=at)
    elif act == "answer":
        asking.answer(key=key, words=said["answer"], entry=said["entry"], by=by, at=at)
    elif act == "refuse":
        asking.refuse(key=key, why=said["why"], by=by, at=at)
    else:
        asking.erase_words(key=key)


def show(
    request: OfficerRequest,
    key: int,
    sent: dict[str, forms.Form] | None = None,
    *,
    why_not: str = "",
    status: int = 200,
) -> HttpResponse:
    people = ("ledger__neighbourhood", "published_by", "refused_by")
    question = get_object_or_404(Question.objects.with_answered().select_related(*people), pk=key)
    blank = {act: form() for act, form in FORMS.items()}
    context = {
        **admin.site.each_context(request),
        "title": f"Question {question.pk}",
        "question": question,
        "state": state_of(question),
        "facts": facts_of(question),
        "answers": question.answers.select_related("answered_by"),
        "details": personal_details.find(question.words),
        "may_decide": request.user.has_perm("balancesheet.answer_question"),
        "why_not": why_not,
        "has_errors": bool(sent and status == WRONG),
        **blank,
        **(sent or {}),
    }
    return render(request, "admin/balancesheet/question/question.html", context, status=status)
