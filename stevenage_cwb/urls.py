"""The site map."""

from django.contrib import admin
from django.urls import include, path

from stevenage_cwb import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("charter.urls")),
    path("", include("pledges.urls")),
    path("", include("spending.urls")),
    path("", include("balancesheet.urls")),
    path("", include("assurance.urls")),
    path("", include("metrics.urls")),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("cookies/", views.cookies, name="cookies"),
    path("demonstration/mail/", views.demonstration_mail, name="demonstration_mail"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("admin/", admin.site.urls),
]

handler400 = "stevenage_cwb.views.bad_request"
handler403 = "stevenage_cwb.views.forbidden"
handler404 = "stevenage_cwb.views.not_found"
handler500 = "stevenage_cwb.views.broken"
