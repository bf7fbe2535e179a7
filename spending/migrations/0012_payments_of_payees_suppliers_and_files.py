"""Lists of a payee's, a supplier's and a file's payments are filtered and added up from their indexes alone."""

from django.db import migrations, models
from django.db.models import F

ORDER = (F("pay_date").desc(nulls_last=True), F("payment").desc())
ASKED_FOR = ["attribution", "department", "category", "amount_pence"]


def covering(name: str) -> list[migrations.operations.base.Operation]:
    index = f"spending_attributed_{name}"
    return [
        migrations.RemoveIndex(model_name="attributedpayment", name=index),
        migrations.AddIndex(
            model_name="attributedpayment", index=models.Index(F(name), *ORDER, name=index, include=ASKED_FOR)
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("spending", "0011_survey_rules")]

    operations = [*covering("payee"), *covering("supplier"), *covering("file")]
