"""Keys of two columns, which Django does not write."""

from django.db import migrations

KEYS = """
-- Both accounts of a posting are kept in its unit.
ALTER TABLE balancesheet_posting
    ADD CONSTRAINT balancesheet_debit_is_an_account_in_this_unit
        FOREIGN KEY (debit_id, unit_id) REFERENCES balancesheet_account (code, unit_id),
    ADD CONSTRAINT balancesheet_credit_is_an_account_in_this_unit
        FOREIGN KEY (credit_id, unit_id) REFERENCES balancesheet_account (code, unit_id);

-- No year without the one before it, except the first on record: nothing can be put before what is sealed.
ALTER TABLE balancesheet_year
    ADD CONSTRAINT balancesheet_year_before_is_on_record
        FOREIGN KEY (ledger_id, year_before) REFERENCES balancesheet_year (ledger_id, year_starting);
"""

NO_KEYS = """
ALTER TABLE balancesheet_year DROP CONSTRAINT balancesheet_year_before_is_on_record;
ALTER TABLE balancesheet_posting
    DROP CONSTRAINT balancesheet_credit_is_an_account_in_this_unit,
    DROP CONSTRAINT balancesheet_debit_is_an_account_in_this_unit;
"""


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0001_initial")]

    operations = [migrations.RunSQL(KEYS, NO_KEYS)]
