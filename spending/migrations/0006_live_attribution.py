"""What is known of each published payment, as one definition in SQL, and the first words that leave payments out.

Everything derived (attributed payments and their rollups) is made from `spending_live` and proved equal to it.
"""

import json
from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SHIPPED = Path(__file__).resolve().parent.parent / "shipped"

SCOPE = """
-- The scope that the words of a column give; no row where no rule fits. Only the patterns of that column are tried:
-- PostgreSQL remembers 32 as it has prepared them, and preparing one takes a hundred times as long as trying it.
CREATE FUNCTION spending_scope_of(looked_at text, written text) RETURNS SETOF text LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT scope FROM spending_scoperule
    WHERE written IS NOT NULL AND CASE WHEN "column" = looked_at THEN written ~* pattern END
    ORDER BY position LIMIT 1
$$;
"""

NO_SCOPE = "DROP FUNCTION spending_scope_of;"

PLACE = """
-- Where a supplier was on a day: the site that spoke for it, and how near that is by the rule of the day. No row: no
-- site. No tier: its postcode is in no directory. The day 'infinity' asks for what is known now.
--
-- Of rules, postcodes and neighbourhoods, "greatest(valid_from, day), valid_from DESC" finds the last that had begun
-- by the day, and before the first of them the first.
CREATE FUNCTION spending_place(supplier bigint, day date)
RETURNS TABLE (site_id bigint, site_basis text, is_branch boolean, tier text, tier_rule_id bigint,
               neighbourhood_id text)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT site.id, site.basis, site.is_branch, near.tier, rule.id, home.neighbourhood_id
    FROM (
        SELECT * FROM spending_tierrule r ORDER BY greatest(r.valid_from, day), r.valid_from DESC LIMIT 1
    ) rule
    CROSS JOIN LATERAL (
        SELECT * FROM spending_suppliersite s
        WHERE s.supplier_id = supplier AND s.basis = ANY (rule.bases)
          AND coalesce(s.valid_from <= day, true) AND coalesce(s.valid_to > day, true)
        ORDER BY array_position(rule.bases, s.basis), s.as_at DESC, s.id DESC LIMIT 1
    ) site
    LEFT JOIN LATERAL (
        SELECT * FROM spending_postcode c
        WHERE c.postcode = site.postcode
        ORDER BY greatest(c.valid_from, day), c.valid_from DESC NULLS LAST LIMIT 1
    ) area ON NOT site.is_outside_uk
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN site.is_outside_uk THEN 'T6'
            WHEN area.id IS NULL THEN NULL
            WHEN area.district = ANY (rule.borough_codes) THEN 'T1'
            WHEN area.county = ANY (rule.county_codes) THEN 'T2'
            WHEN area.county = ANY (rule.bordering_codes) OR area.district = ANY (rule.bordering_codes) THEN 'T3'
            WHEN area.region = ANY (rule.region_codes) THEN 'T4'
            -- The directory holds the Channel Islands (L) and the Isle of Man (M) too.
            WHEN area.country ~ '^[LM]' THEN 'T6'
            ELSE 'T5'
        END AS tier
    ) near
    LEFT JOIN LATERAL (
        SELECT * FROM charter_neighbourhoodsmallarea l
        WHERE l.small_area_id = area.small_area AND near.tier = 'T1'
        ORDER BY (l.valid_to <= day) IS TRUE, greatest(l.valid_from, day), l.valid_from DESC LIMIT 1
    ) home ON true
$$;
"""

NO_PLACE = "DROP FUNCTION spending_place;"

# A payee's name may be as long as a cell, a row of an index may not: 500 characters tell names apart.
LIVE = """
CREATE VIEW spending_live AS
SELECT
    p.id AS payment_id, p.file_id, y.id AS payee_id, s.id AS supplier_id, t.id AS department_id, c.id AS category_id,
    p.pay_date, p.amount_pence,
    f.body_id, p.amount_basis, p.payee_class,
    CASE
        WHEN s.kind = 'public_body' THEN s.kind
        WHEN y.scope <> 'in' THEN y.scope
        ELSE coalesce(c.scope, said.scope, 'in')
    END AS scope,
    CASE WHEN s.id IS NULL THEN '' ELSE d.basis END AS match_basis,
    coalesce(place.tier, 'U') AS tier,
    CASE WHEN place.tier IS NOT NULL THEN place.tier_rule_id END AS tier_rule_id,
    CASE
        WHEN p.payee_class <> 'named' THEN p.payee_class
        WHEN d.verdict = 'nobody' THEN 'nobody'
        WHEN s.id IS NULL THEN 'unmatched'
        WHEN place.site_id IS NULL THEN 'no_site'
        WHEN place.tier IS NULL THEN 'no_postcode'
        ELSE ''
    END AS why_unknown,
    coalesce(place.site_basis, '') AS site_basis,
    coalesce(place.is_branch, false) AS is_branch,
    place.neighbourhood_id,
    CASE WHEN s.id IS NOT NULL THEN s.kind WHEN y.is_individual THEN 'individual' ELSE 'unknown' END AS kind,
    coalesce(s.size, 'unknown') AS size
FROM spending_payment p
JOIN spending_sourcefile f ON f.id = p.file_id AND f.undone_at IS NULL
JOIN spending_importnote n ON n.file_id = f.id AND n.accepted_at IS NOT NULL
-- "+ 0": else a payment's file is looked for among all files of the body that its payee names.
JOIN spending_payee y ON y.body_id = f.body_id + 0 AND y.name = left(p.payee_raw, 500) AND y.payee_class = p.payee_class
    AND y.company_no = left(p.company_no, 40) AND y.charity_no = left(p.charity_no, 40)
    AND y.supplier_ref = left(p.supplier_ref, 40)
LEFT JOIN spending_department t ON lower(t.name) = lower(left(p.department, 200))
LEFT JOIN spending_category c ON lower(c.name) = lower(left(p.category, 200))
LEFT JOIN LATERAL spending_scope_of('purpose', CASE WHEN c.id IS NULL THEN p.purpose END) said (scope) ON true
LEFT JOIN spending_decision d ON d.payee_id = y.id AND d.undone_at IS NULL AND d.verdict <> 'different'
    AND p.payee_class = 'named'
    AND (d.during @> p.pay_date OR (p.pay_date IS NULL AND d.during = '(,)'))
LEFT JOIN spending_supplier s ON s.id = d.supplier_id
LEFT JOIN LATERAL spending_place(s.id, coalesce(p.pay_date, 'infinity')) place ON true;
"""

NO_LIVE = "DROP VIEW spending_live;"

# MERGE finds the row that a change belongs to by this; the rule that it is one row can not be asked so, for nothing
# (no date, no department) is equal to nothing there only.
MOVED = """
CREATE INDEX spending_total_as_it_moves ON spending_total
    (attribution_id, grain, coalesce(quarter, '-infinity'), coalesce(department_id, 0), coalesce(category_id, 0));
"""

NOT_MOVED = "DROP INDEX spending_total_as_it_moves;"


def write_first_rules(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rules = json.loads((SHIPPED / "scope.json").read_text(encoding="utf-8"))
    ScopeRule = apps.get_model("spending.ScopeRule")
    ScopeRule.objects.bulk_create([ScopeRule(position=10 * place, **rule) for place, rule in enumerate(rules, start=1)])


def take_rules_away(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("spending.ScopeRule").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("spending", "0005_supplier_rules"), ("charter", "0002_history")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="is_scope_decided",
            field=models.BooleanField(
                default=False, help_text="If so, the rules leave it alone.", verbose_name="said by an officer"
            ),
        ),
        migrations.RunSQL(SCOPE, NO_SCOPE),
        migrations.RunSQL(PLACE, NO_PLACE),
        migrations.RunSQL(LIVE, NO_LIVE),
        migrations.RunSQL(MOVED, NOT_MOVED),
        migrations.RunPython(write_first_rules, take_rules_away),
    ]
