"""What an hour may be said to be worth: dated, sourced, licensed."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from stevenage_cwb.common import audit, guards

PROXIES = """
-- Money, and what is in kind at its fair value, is never valued again. Hours that were used are those that came in.
CREATE FUNCTION balancesheet_before_proxy() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    valuable text[] := ARRAY(
        SELECT account.code
        FROM balancesheet_account account JOIN balancesheet_unit unit ON unit.code = account.unit_id
        WHERE unit.code = NEW.unit_id AND unit.kind NOT IN ('money', 'in_kind') AND account.type = 'IN');
BEGIN
    IF NEW.accounts = '{}' OR NOT NEW.accounts::text[] <@ valuable THEN
        PERFORM balancesheet_refuse('balancesheet_proxy_values_what_came_in_and_is_no_money',
            format('%s values accounts of its unit that came in, and never money', NEW.code));
    END IF;
    RETURN NEW;
END $$;
-- Without this, a session could put a temporary table of the same name before ours.
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION balancesheet_before_proxy SET search_path = %I, pg_temp', current_schema());
END $$;
CREATE TRIGGER balancesheet_before_proxy BEFORE INSERT ON balancesheet_proxy
    FOR EACH ROW EXECUTE FUNCTION balancesheet_before_proxy();
"""

NO_PROXIES = """
DROP TRIGGER balancesheet_before_proxy ON balancesheet_proxy;
DROP FUNCTION balancesheet_before_proxy;
"""


class Migration(migrations.Migration):
    dependencies = [("balancesheet", "0010_grants")]

    operations = [
        migrations.CreateModel(
            name="Proxy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(help_text="Its name for ever: rlw-uk-2025-26.", max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "accounts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        help_text="Of what came in, in this unit.",
                        size=None,
                    ),
                ),
                (
                    "low_pence",
                    models.PositiveIntegerField(help_text="For one of the unit, not for its smallest part."),
                ),
                ("central_pence", models.PositiveIntegerField()),
                ("high_pence", models.PositiveIntegerField()),
                (
                    "price_year",
                    models.CharField(help_text="Whose prices the rates are in: 2025-26, or 2023.", max_length=9),
                ),
                ("valid_from", models.DateField(help_text="The first of a month.")),
                ("valid_to", models.DateField(help_text="The first of the month in which it no longer holds.")),
                ("source", models.CharField(help_text="Who says so, and where.", max_length=200)),
                ("address", models.URLField(help_text="Where anybody can read it.")),
                ("licence", models.CharField(help_text="What lets us show it.", max_length=200)),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="What the three rates are, and what they leave out.", max_length=600
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="balancesheet.unit",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "proxies",
                "ordering": ["pk"],
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(("name", "")), name="balancesheet_proxy_name_is_filled"),
                    models.CheckConstraint(
                        condition=~models.Q(("price_year", "")), name="balancesheet_proxy_price_year_is_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="balancesheet_proxy_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_from__day", 1), ("valid_to__day", 1)),
                        name="balancesheet_proxy_holds_over_whole_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("central_pence__gte", models.F("low_pence")),
                            ("high_pence__gte", models.F("central_pence")),
                            ("low_pence__gt", 0),
                        ),
                        name="balancesheet_proxy_rises_from_low_to_high",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address__startswith", "https://"), ("licence__regex", "\\w"), ("source__regex", "\\w")
                        ),
                        name="balancesheet_proxy_has_a_source_and_a_licence",
                    ),
                ],
            },
        ),
        migrations.RunSQL(PROXIES, NO_PROXIES),
        guards.KeptAsWritten("balancesheet_proxy", what="A proxy"),
        audit.Watch("balancesheet_proxy"),
    ]
