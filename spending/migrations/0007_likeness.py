"""Names that are alike are found in time, and the entries of two registers that are one organisation are known."""

import django.contrib.postgres.indexes
from django.db import migrations, models

# One row for each entry of a register: the supplier that it has become, if it has, and the entry that stands for the
# organisation. A charity that is a company too stands in two registers, under two numbers.
REGISTERED = """
CREATE VIEW spending_registered AS
SELECT e.id AS entry_id, coalesce(company.id, e.id) AS organisation_id,
       coalesce(own.supplier_id, twin.supplier_id) AS supplier_id
FROM spending_registerentry e
LEFT JOIN spending_registerentry company ON company.scheme = 'GB-COH' AND company.number = nullif(e.company_no, '')
LEFT JOIN spending_supplieridentifier own ON own.scheme = e.scheme AND own.value = e.number
LEFT JOIN spending_supplieridentifier twin ON twin.scheme = 'GB-COH' AND twin.value = nullif(e.company_no, '');
"""

NOT_REGISTERED = "DROP VIEW spending_registered;"


class Migration(migrations.Migration):
    dependencies = [("spending", "0006_live_attribution")]

    operations = [
        migrations.AddField(
            model_name="registerentry",
            name="company_no",
            field=models.CharField(blank=True, help_text="Of a charity that is a company too.", max_length=8),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(
                condition=models.Q(("company_no", ""), _negated=True),
                fields=["company_no"],
                name="spending_charity_and_company",
            ),
        ),
        migrations.AddIndex(
            model_name="registername",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["key"], name="spending_register_likeness", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="suppliername",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["key"], name="spending_supplier_likeness", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.RunSQL(REGISTERED, NOT_REGISTERED),
    ]
