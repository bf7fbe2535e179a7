"""Promises of the whole schema: over all models, so that new ones are covered the day they are written."""

import re

import pytest
from django.apps import apps
from django.db import connection, models

OURS = ("assurance", "balancesheet", "charter", "common", "metrics", "pledges", "spending")
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]

# Rows that a trigger or a machine writes, or that are short-lived: no history of a history.
UNWATCHED = {
    "common_auditevent",
    "common_attempt",
    "common_outboxmessage",
    # Added to only: their rows are their own history.
    "assurance_finding",
    "assurance_verdict",
    "balancesheet_answer",
    "balancesheet_councilaccounts",
    "balancesheet_duedate",
    "balancesheet_entry",
    "balancesheet_event",
    "balancesheet_evidencepiece",
    "balancesheet_frozenstatement",
    "balancesheet_grant",
    "balancesheet_handover",
    "balancesheet_posting",
    "balancesheet_pull",
    "balancesheet_monthtotal",  # follows from the entries
    "balancesheet_yeartotal",  # likewise
    "metrics_batch",
    "metrics_observation",
    "pledges_outturn",  # proved equal to the pledges, as the next
    "pledges_tally",
    "pledges_decision",  # added to only: its rows are their own history
    "pledges_contactviewing",
    "spending_surveyreply",  # added to only, likewise
    "spending_originalpiece",
    "spending_payment",
    "spending_quarantinedrow",
    "spending_upload",
    "spending_uploadpiece",
    # Registers and directories as they came: the file they came in is watched.
    "spending_postcode",
    "spending_registerentry",
    "spending_registername",
    # Derived, and proved equal to what they are derived from.
    "spending_attributedpayment",
    "spending_attribution",
    "spending_department",
    "spending_partytotal",
    "spending_payeetotal",
    "spending_placetotal",
    "spending_tally",
    "spending_total",
}


def fields(wanted):
    return [
        pytest.param(field, id=f"{model._meta.label}.{field.name}")
        for model in MODELS
        for field in model._meta.local_fields
        if wanted(field)
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_number_is_a_float(model):
    assert not [field for field in model._meta.fields if isinstance(field, models.FloatField)]


@pytest.mark.parametrize("field", fields(lambda field: isinstance(field, models.ForeignKey)))
def test_nothing_that_others_point_to_disappears_under_them(field):
    owned = {"contact", "contactviewing"}  # part of their pledge, gone with it
    expected = models.CASCADE if field.model._meta.model_name in owned and field.name == "pledge" else models.PROTECT

    assert field.remote_field.on_delete is expected


@pytest.mark.parametrize("field", fields(lambda field: field.choices and not field.null))
def test_every_choice_is_kept_by_the_database_too(field):
    # One that may be empty is kept together with another column: see test_rules.py of its app.
    constraints = " ".join(constraint.name for constraint in field.model._meta.constraints)

    assert f"{field.name}_is_known" in constraints


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_rule_has_a_name_that_reads_as_a_rule(model):
    for constraint in model._meta.constraints:
        assert re.fullmatch(r"[a-z]+(_[a-z0-9]+){2,}", constraint.name), constraint.name


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_field_became_a_tuple_by_a_stray_comma(model):
    strays = [name for name, value in vars(model).items() if isinstance(value, tuple) and value]

    assert [name for name in strays if not name.startswith("_") and name not in ("PURPOSES",)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_change_of_every_table_is_in_the_history(model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgfoid = 'audit_write'::regproc", [table]
        )
        watches = {name for (name,) in cursor.fetchall()}

    expected = set() if table in UNWATCHED else {f"{table}_audit_{act}" for act in ("insert", "update", "delete")}
    assert watches == expected
