"""What figures must be together: categories within their total, and two people for what one entered."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from stevenage_cwb.common import audit, guards

# At the end of a transaction: a batch brings the parts and the total in any order.
BREAKDOWNS = """
CREATE FUNCTION metrics_after_observation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    meant metrics_definition%ROWTYPE;
    total bigint;
    parting record;
BEGIN
    SELECT * INTO meant FROM metrics_definition WHERE id = NEW.definition_id;
    IF meant.kind = 'index' THEN
        RETURN NULL;
    END IF;
    SELECT o.numerator INTO total FROM metrics_observation o JOIN metrics_definition d ON d.id = o.definition_id
    WHERE d.metric_id = meant.metric_id AND o.span = NEW.span AND o.starts_on = NEW.starts_on
        AND o.neighbourhood_id IS NOT DISTINCT FROM NEW.neighbourhood_id AND o.dimension = ''
    ORDER BY o.id DESC LIMIT 1;
    FOR parting IN
        SELECT newest.dimension, sum(newest.numerator) AS added FROM (
            SELECT DISTINCT ON (o.dimension, o.category) o.dimension, o.numerator
            FROM metrics_observation o JOIN metrics_definition d ON d.id = o.definition_id
            WHERE d.metric_id = meant.metric_id AND o.span = NEW.span AND o.starts_on = NEW.starts_on
                AND o.neighbourhood_id IS NOT DISTINCT FROM NEW.neighbourhood_id AND o.dimension <> ''
                AND NEW.dimension IN ('', o.dimension)
            ORDER BY o.dimension, o.category, o.id DESC
        ) newest GROUP BY newest.dimension
    LOOP
        IF parting.added > total THEN
            RAISE EXCEPTION 'The categories of % of % add up to %, more than the total of %',
                parting.dimension, meant.metric_id, parting.added, total
                USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER metrics_categories_are_within_their_total AFTER INSERT ON metrics_observation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION metrics_after_observation();
"""

NO_BREAKDOWNS = """
DROP TRIGGER metrics_categories_are_within_their_total ON metrics_observation;
DROP FUNCTION metrics_after_observation;
"""

REVIEWS = """
CREATE FUNCTION metrics_before_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reviewed_by_id IS NOT DISTINCT FROM (SELECT b.entered_by_id FROM metrics_batch b WHERE b.id = NEW.batch_id) THEN
        RAISE EXCEPTION 'Whoever entered a figure does not review it'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER metrics_nobody_reviews_their_own_entry BEFORE INSERT ON metrics_review
    FOR EACH ROW EXECUTE FUNCTION metrics_before_review();
"""

NO_REVIEWS = """
DROP TRIGGER metrics_nobody_reviews_their_own_entry ON metrics_review;
DROP FUNCTION metrics_before_review;
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_kept"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reviewed_at", models.DateTimeField()),
                ("word", models.CharField(blank=True, help_text="What the reviewer says of it.", max_length=300)),
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="metrics.batch"
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"default_permissions": ("add", "view")},
        ),
        migrations.RunSQL(BREAKDOWNS, NO_BREAKDOWNS),
        migrations.RunSQL(REVIEWS, NO_REVIEWS),
        guards.KeptAsWritten("metrics_review", what="A review"),
        audit.Watch("metrics_review", key="id"),
    ]
