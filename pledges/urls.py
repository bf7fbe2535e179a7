"""Addresses of the pledges."""

from django.urls import path, register_converter

from pledges.forms import STEPS
from pledges.views import answer, make, wall


class Reference:
    """A pledge's reference, in whatever case somebody copied it."""

    regex = "[Cc][Ww][Bb]-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Step:
    """One page of My Pledge."""

    regex = "|".join(STEPS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Reference, "reference")
register_converter(Step, "step")

app_name = "pledges"

urlpatterns = [
    path("pledges/", wall.wall, name="wall"),
    path("pledges/counts/", wall.counts, name="counts"),
    path("pledges.csv", wall.csv, name="csv"),
    path("pledges.json", wall.json, name="json"),
    path("pledges.atom", wall.atom, name="atom"),
    path("pledges/make/", make.make, name="make"),
    path("pledges/make/<uuid:token>/<step:step>/", make.step, name="step"),
    path("pledges/make/<uuid:token>/check/", make.check, name="check"),
    path("pledges/make/<uuid:token>/done/", make.done, name="done"),
    path("pledges/confirm/<str:token>/", answer.confirm, name="confirm"),
    path("pledges/change/<str:token>/", answer.change, name="change"),
    path("pledges/report/<str:token>/", answer.report, name="report"),
    path("pledges/<reference:reference>/", wall.pledge, name="pledge"),
]
