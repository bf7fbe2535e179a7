"""Pages that go wrong on purpose, and a form of every kind of field, for tests that need such a site map."""

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, ConditionalQuestion, ConditionalRadios, Field, Layout, Submit
from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from stevenage_cwb import urls, views
from stevenage_cwb.common import kept


class EveryField(forms.Form):
    kind = forms.ChoiceField(choices=[("resident", "Resident"), ("business", "Business")], widget=forms.RadioSelect)
    organisation = forms.CharField()
    text = forms.CharField(max_length=20, widget=forms.Textarea, help_text="In a few words.")
    email = forms.EmailField()
    due_on = DateInputField()
    units = forms.MultipleChoiceField(
        choices=[("hours", "Hours"), ("people", "People")], widget=forms.CheckboxSelectMultiple
    )
    where = forms.ChoiceField(choices=[("town", "Town"), ("north", "North")], widget=forms.RadioSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            ConditionalRadios("kind", "Resident", ConditionalQuestion("Business", "organisation")),
            Field.textarea("text", max_characters=20),
            "email",
            "due_on",
            "units",
            Field.radios("where", inline=True),
            Button.secondary("later", "Later"),
            Submit("send", "Send"),
        )

    def clean(self) -> None:
        self.add_error(None, "Tell us more")


FORM = """{% extends "base.html" %}
{% load crispy_forms_tags crispy_forms_gds %}
{% block title %}A form{% endblock %}
{% block content %}{% error_summary form %}<h1>A form</h1>{% crispy form %}{% endblock %}"""


def page_of(form: forms.Form, request: HttpRequest | None = None) -> str:
    """Return a page with a form and its errors. Without a request it asks the database nothing."""
    return str(engines["django"].from_string(FORM).render({"form": form}, request))


def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(page_of(EveryField(request.POST or None), request))


def taken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Taken: {request.POST.get('text')}")


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the server closed the connection")


def away_with_answers(request: HttpRequest) -> HttpResponse:
    return kept.unavailable(request, kept=[("text", "Your pledge", "mend bicycles"), ("token", "", "t-1")])


def fault(request: HttpRequest) -> HttpResponse:
    raise ValueError("a fault of ours, with somebody@example.org in it")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def bad(request: HttpRequest) -> HttpResponse:
    raise BadRequest


def away_before_the_view(get_response: object) -> object:
    """A middleware that needs the database."""
    return away


handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500

urlpatterns = [
    path("", views.home, name="home"),
    path("form/", form),
    path("taken/", taken),
    path("away/", away),
    path("away-with-answers/", away_with_answers),
    path("fault/", fault),
    path("forbidden/", forbidden),
    path("bad/", bad),
]
