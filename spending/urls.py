"""The addresses of spending."""

from django.urls import path

from spending.views import files, payments, share, survey

app_name = "spending"

urlpatterns = [
    path("spending/", share.share, name="share"),
    path("spending/share.csv", share.csv, name="share_csv"),
    path("spending/share.json", share.json, name="share_json"),
    path("spending/share.svg", share.svg, name="share_svg"),
    path("spending/method/", share.method, name="method"),
    path("spending/respend/", share.respend, name="respend"),
    path("spending/payments/", payments.payments, name="payments"),
    path("spending/payments/columns/", payments.guide, name="payments_guide"),
    path("spending/payments.csv", payments.csv, name="payments_csv"),
    path("spending/payments.json", payments.json, name="payments_json"),
    path("spending/payments/<int:number>/", payments.payment, name="payment"),
    path("spending/suppliers/<int:number>/", payments.supplier, name="supplier"),
    path("spending/files/", files.files, name="files"),
    path("spending/files/<int:number>/", files.file, name="file"),
    path("spending/survey/<str:token>/", survey.survey, name="survey"),
    path("spending/survey/<str:token>/thanks/", survey.survey_thanks, name="survey_thanks"),
]
