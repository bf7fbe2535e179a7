"""The addresses of the balance sheet."""

from django.urls import path

from balancesheet.views import entries, grants, printed, published, questions, returns, statements

app_name = "balancesheet"

urlpatterns = [
    path("balance-sheet/", statements.index, name="index"),
    path("balance-sheet/grants/", grants.grants, name="grants"),
    path("balance-sheet/grants.csv", grants.csv, name="grants_csv"),
    path("balance-sheet/grants.json", grants.json, name="grants_json"),
    path("balance-sheet/grants/<int:number>/", grants.grant, name="grant"),
    path("balance-sheet/returns/", returns.returns, name="returns"),
    path("balance-sheet/returns/template.csv", returns.template, name="returns_template"),
    path("balance-sheet/evidence/<int:number>/", returns.document, name="evidence"),
    path("balance-sheet/entries/<int:number>/", entries.entry, name="entry"),
    path("balance-sheet/<slug:slug>/", statements.latest, name="latest"),
    path("balance-sheet/<slug:slug>/<str:year>/", statements.statement, name="statement"),
    path("balance-sheet/<slug:slug>/<str:year>.csv", statements.csv, name="statement_csv"),
    path("balance-sheet/<slug:slug>/<str:year>.json", statements.json, name="statement_json"),
    path("balance-sheet/<slug:slug>/<str:year>.ods", printed.workbook, name="statement_ods"),
    path("balance-sheet/<slug:slug>/<str:year>.pdf", printed.document, name="statement_pdf"),
    path("balance-sheet/<slug:slug>/<str:year>/document.json", published.document, name="document"),
    path("balance-sheet/<slug:slug>/<str:year>/ask/", questions.ask, name="ask"),
    path("balance-sheet/<slug:slug>/<str:year>/ask/thanks/", questions.asked, name="asked"),
    path("balance-sheet/<slug:slug>/<str:year>/entries/", entries.entries, name="entries"),
    path("balance-sheet/<slug:slug>/<str:year>/entries.csv", entries.csv, name="entries_csv"),
    path("balance-sheet/<slug:slug>/<str:year>/entries.json", entries.json, name="entries_json"),
]
