"""Suppliers and places, decisions on payees, and what follows for each payment."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0002_history"),
        ("spending", "0003_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # For the likeness of names, and for decisions that may not overlap in time.
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Payee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                (
                    "payee_class",
                    models.CharField(
                        choices=[
                            ("named", "A name"),
                            ("redacted", "Redacted"),
                            ("pooled", "Several payees under one label"),
                            ("coded", "A number in place of a name"),
                            ("blank", "Nothing"),
                        ],
                        max_length=8,
                    ),
                ),
                ("company_no", models.TextField(blank=True)),
                ("charity_no", models.TextField(blank=True)),
                ("supplier_ref", models.TextField(blank=True, help_text="The council's own number for the supplier.")),
                ("key", models.TextField(help_text="The name in the form in which names compare.")),
                (
                    "is_individual",
                    models.BooleanField(default=False, help_text="Reads like a person's name: never shown."),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("in", "Analysed"),
                            ("public_body", "Other public bodies"),
                            ("precept", "Precepts and levies"),
                            ("pension", "Pensions"),
                            ("tax", "Tax and National Insurance"),
                            ("treasury", "Loans and investments"),
                            ("benefit", "Benefits paid to people"),
                            ("pay", "Pay"),
                            ("grant", "Grants, shown apart"),
                        ],
                        default="in",
                        max_length=11,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payees",
                        to="spending.body",
                    ),
                ),
            ],
            options={
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Attribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "amount_basis",
                    models.CharField(
                        choices=[("net", "Without VAT"), ("gross", "With VAT"), ("unstated", "Not stated")],
                        max_length=8,
                    ),
                ),
                (
                    "payee_class",
                    models.CharField(
                        choices=[
                            ("named", "A name"),
                            ("redacted", "Redacted"),
                            ("pooled", "Several payees under one label"),
                            ("coded", "A number in place of a name"),
                            ("blank", "Nothing"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("in", "Analysed"),
                            ("public_body", "Other public bodies"),
                            ("precept", "Precepts and levies"),
                            ("pension", "Pensions"),
                            ("tax", "Tax and National Insurance"),
                            ("treasury", "Loans and investments"),
                            ("benefit", "Benefits paid to people"),
                            ("pay", "Pay"),
                            ("grant", "Grants, shown apart"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "match_basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("company_number", "Company number on the payment"),
                            ("charity_number", "Charity number on the payment"),
                            ("supplier_number", "The council's own supplier number"),
                            ("exact_name", "Exact name, the only one of its kind at the time"),
                            ("person", "An officer's decision"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("T1", "Stevenage"),
                            ("T2", "Rest of Hertfordshire"),
                            ("T3", "Bordering counties and boroughs"),
                            ("T4", "Rest of the East of England"),
                            ("T5", "Rest of the UK"),
                            ("T6", "Outside the UK"),
                            ("U", "Not attributable"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "why_unknown",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("redacted", "The payee is redacted"),
                            ("pooled", "Several payees under one label"),
                            ("coded", "A number in place of a name"),
                            ("blank", "No payee is given"),
                            ("unmatched", "We do not know yet who it is"),
                            ("nobody", "It can not be told who it is"),
                            ("no_site", "We know who it is, not where"),
                            ("no_postcode", "Its postcode is in no directory we have"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "site_basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("trading", "It trades there"),
                            ("ordering", "Orders go there"),
                            ("remittance", "Invoices and payments go there"),
                            ("registered", "Its registered office"),
                            ("declared", "It said so in a bid"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_branch", models.BooleanField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "Company"),
                            ("partnership", "Partnership"),
                            ("cic", "Community interest company"),
                            ("charity", "Charity"),
                            ("cio", "Charitable incorporated organisation"),
                            ("mutual", "Co-operative or community benefit society"),
                            ("public_body", "Public body"),
                            ("individual", "Individual or sole trader"),
                            ("overseas", "Overseas organisation"),
                            ("unknown", "Not known"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("likely_small", "Likely small"),
                            ("not_small", "Not small"),
                            ("unknown", "Not known"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.body",
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="charter.neighbourhood",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("in", "Analysed"),
                            ("public_body", "Other public bodies"),
                            ("precept", "Precepts and levies"),
                            ("pension", "Pensions"),
                            ("tax", "Tax and National Insurance"),
                            ("treasury", "Loans and investments"),
                            ("benefit", "Benefits paid to people"),
                            ("pay", "Pay"),
                            ("grant", "Grants, shown apart"),
                        ],
                        default="in",
                        max_length=11,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "categories",
                "default_permissions": ("change", "view"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="spending_category_name_is_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scope__in",
                                [
                                    "in",
                                    "public_body",
                                    "precept",
                                    "pension",
                                    "tax",
                                    "treasury",
                                    "benefit",
                                    "pay",
                                    "grant",
                                ],
                            )
                        ),
                        name="spending_category_scope_is_known",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="spending_category_is_written_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
            ],
            options={
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="spending_department_name_is_filled"
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="spending_department_is_written_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Postcode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("postcode", models.CharField(help_text="With one space.", max_length=8)),
                ("introduced_on", models.DateField(null=True)),
                ("terminated_on", models.DateField(null=True)),
                ("district", models.CharField(blank=True, max_length=9)),
                ("county", models.CharField(blank=True, max_length=9)),
                ("region", models.CharField(blank=True, max_length=9)),
                ("country", models.CharField(blank=True, max_length=9)),
                ("travel_to_work", models.CharField(blank=True, max_length=9)),
                (
                    "small_area",
                    models.CharField(blank=True, help_text="Lower-layer super output area, 2021.", max_length=9),
                ),
                (
                    "valid_from",
                    models.DateField(help_text="Nothing: from the first edition we have, and before.", null=True),
                ),
                ("valid_to", models.DateField(null=True)),
            ],
            options={
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("postcode", ""), _negated=True), name="spending_postcode_postcode_is_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="spending_postcode_ends_after_it_begins",
                    ),
                    models.UniqueConstraint(
                        fields=("postcode", "valid_from"), name="spending_postcode_begins_once", nulls_distinct=False
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("postcode",),
                        name="spending_postcode_has_one_place_now",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferenceFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("suppliers", "The council's supplier records"),
                            ("contracts", "Contracts register"),
                            ("companies", "Companies House (bulk data)"),
                            ("charities", "Charity Commission (register extract)"),
                            ("awards", "Find a Tender or Contracts Finder (OCDS)"),
                            ("postcodes", "ONS Postcode Directory"),
                        ],
                        max_length=9,
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("digest", models.CharField(help_text="SHA-256 of the file as it came.", max_length=64)),
                ("as_at", models.DateField(help_text="The day the file speaks of.")),
                ("rows_taken", models.IntegerField()),
                ("rows_refused", models.IntegerField()),
                ("imported_at", models.DateTimeField()),
                (
                    "imported_by",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Nobody, where it was imported on the command line.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheme", models.CharField(help_text="GB-COH, GB-CHC.", max_length=10)),
                ("number", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "Company"),
                            ("partnership", "Partnership"),
                            ("cic", "Community interest company"),
                            ("charity", "Charity"),
                            ("cio", "Charitable incorporated organisation"),
                            ("mutual", "Co-operative or community benefit society"),
                            ("public_body", "Public body"),
                            ("individual", "Individual or sole trader"),
                            ("overseas", "Overseas organisation"),
                            ("unknown", "Not known"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("likely_small", "Likely small"),
                            ("not_small", "Not small"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=12,
                    ),
                ),
                ("postcode", models.CharField(blank=True, max_length=8)),
                ("alive_from", models.DateField(null=True)),
                ("alive_to", models.DateField(null=True)),
                ("as_at", models.DateField(help_text="The register's date.")),
            ],
            options={
                "verbose_name_plural": "register entries",
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "company",
                                    "partnership",
                                    "cic",
                                    "charity",
                                    "cio",
                                    "mutual",
                                    "public_body",
                                    "individual",
                                    "overseas",
                                    "unknown",
                                ],
                            )
                        ),
                        name="spending_registerentry_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__in", ["likely_small", "not_small", "unknown"])),
                        name="spending_registerentry_size_is_known",
                    ),
                    models.UniqueConstraint(fields=("scheme", "number"), name="spending_register_number_is_used_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("used_from", models.DateField(null=True)),
                ("used_to", models.DateField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="names", to="spending.registerentry"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ScopeRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(unique=True)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("in", "Analysed"),
                            ("public_body", "Other public bodies"),
                            ("precept", "Precepts and levies"),
                            ("pension", "Pensions"),
                            ("tax", "Tax and National Insurance"),
                            ("treasury", "Loans and investments"),
                            ("benefit", "Benefits paid to people"),
                            ("pay", "Pay"),
                            ("grant", "Grants, shown apart"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "column",
                    models.CharField(
                        choices=[
                            ("payee", "Payee"),
                            ("category", "Category"),
                            ("purpose", "Purpose, where there is no category"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "pattern",
                    models.CharField(
                        help_text="A PostgreSQL regular expression; capitals do not matter.", max_length=300
                    ),
                ),
                ("why", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pattern", ""), _negated=True), name="spending_scoperule_pattern_is_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="spending_scoperule_why_is_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scope__in",
                                [
                                    "in",
                                    "public_body",
                                    "precept",
                                    "pension",
                                    "tax",
                                    "treasury",
                                    "benefit",
                                    "pay",
                                    "grant",
                                ],
                            )
                        ),
                        name="spending_scoperule_scope_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("column__in", ["payee", "category", "purpose"])),
                        name="spending_scoperule_column_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Supplier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "Company"),
                            ("partnership", "Partnership"),
                            ("cic", "Community interest company"),
                            ("charity", "Charity"),
                            ("cio", "Charitable incorporated organisation"),
                            ("mutual", "Co-operative or community benefit society"),
                            ("public_body", "Public body"),
                            ("individual", "Individual or sole trader"),
                            ("overseas", "Overseas organisation"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=12,
                    ),
                ),
                (
                    "kind_basis",
                    models.CharField(
                        choices=[
                            ("register", "A public register"),
                            ("master", "The council's supplier records"),
                            ("contracts", "A contracts register or an award notice"),
                            ("name", "Its name"),
                            ("person", "An officer"),
                            ("none", "Not known"),
                        ],
                        default="none",
                        max_length=9,
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("likely_small", "Likely small"),
                            ("not_small", "Not small"),
                            ("unknown", "Not known"),
                        ],
                        default="unknown",
                        max_length=12,
                    ),
                ),
                (
                    "alive_from",
                    models.DateField(blank=True, help_text="Nothing: since before anybody asked.", null=True),
                ),
                ("alive_to", models.DateField(blank=True, help_text="The first day it no longer was.", null=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="spending_supplier_name_is_filled"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "company",
                                    "partnership",
                                    "cic",
                                    "charity",
                                    "cio",
                                    "mutual",
                                    "public_body",
                                    "individual",
                                    "overseas",
                                    "unknown",
                                ],
                            )
                        ),
                        name="spending_supplier_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind_basis__in", ["register", "master", "contracts", "name", "person", "none"])
                        ),
                        name="spending_supplier_kind_basis_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__in", ["likely_small", "not_small", "unknown"])),
                        name="spending_supplier_size_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alive_to__isnull", True), ("alive_to__gt", models.F("alive_from")), _connector="OR"
                        ),
                        name="spending_supplier_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "unknown"), ("kind_basis", "none")),
                            models.Q(
                                models.Q(("kind", "unknown"), _negated=True),
                                models.Q(("kind_basis", "none"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="spending_a_known_kind_has_a_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("same", "It is this supplier"),
                            ("different", "It is not this supplier"),
                            ("nobody", "It can not be told who it is"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("company_number", "Company number on the payment"),
                            ("charity_number", "Charity number on the payment"),
                            ("supplier_number", "The council's own supplier number"),
                            ("exact_name", "Exact name, the only one of its kind at the time"),
                            ("person", "An officer's decision"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="The days of payment that it speaks of; without bounds: any day, and none."
                    ),
                ),
                ("matched_on", models.TextField(blank=True, help_text="The number or the name that decided.")),
                ("register_date", models.DateField(help_text="The day of the register that was looked at.", null=True)),
                ("decided_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="spending.payee"
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="spending.supplier",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "permissions": [("match_suppliers", "Can decide which supplier a payee is, and edit suppliers")],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="AttributedPayment",
            fields=[
                (
                    "payment",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="attributed",
                        serialize=False,
                        to="spending.payment",
                    ),
                ),
                ("pay_date", models.DateField(null=True)),
                ("amount_pence", models.BigIntegerField()),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.sourcefile",
                    ),
                ),
                (
                    "attribution",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.attribution",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.category",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.department",
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.payee",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.supplier",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SupplierIdentifier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("scheme", models.CharField(max_length=40)),
                ("value", models.CharField(max_length=40)),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="identifiers", to="spending.supplier"
                    ),
                ),
            ],
            options={
                "ordering": ["scheme", "value"],
                "default_permissions": ("add", "view"),
            },
        ),
        migrations.CreateModel(
            name="SupplierName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("key", models.CharField(db_index=True, max_length=200)),
                ("used_from", models.DateField(blank=True, null=True)),
                ("used_to", models.DateField(blank=True, help_text="The first day it was no longer used.", null=True)),
                ("source", models.CharField(max_length=200)),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="names", to="spending.supplier"
                    ),
                ),
            ],
            options={
                "default_permissions": ("add", "view"),
            },
        ),
        migrations.CreateModel(
            name="SupplierSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "postcode",
                    models.CharField(blank=True, help_text="With one space. Empty: outside the UK.", max_length=8),
                ),
                ("is_outside_uk", models.BooleanField(default=False)),
                (
                    "is_branch",
                    models.BooleanField(default=False, help_text="A site of a firm whose head office is elsewhere."),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("trading", "It trades there"),
                            ("ordering", "Orders go there"),
                            ("remittance", "Invoices and payments go there"),
                            ("registered", "Its registered office"),
                            ("declared", "It said so in a bid"),
                        ],
                        max_length=10,
                    ),
                ),
                ("source", models.CharField(max_length=200)),
                ("as_at", models.DateField(help_text="The day the source speaks of.")),
                (
                    "valid_from",
                    models.DateField(
                        blank=True, help_text="Nothing: as far back as we know of the supplier.", null=True
                    ),
                ),
                (
                    "valid_to",
                    models.DateField(blank=True, help_text="The first day it was no longer there.", null=True),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="spending.supplier"
                    ),
                ),
            ],
            options={
                "ordering": ["-as_at", "-pk"],
                "default_permissions": ("add", "change", "view"),
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year_starting", models.SmallIntegerField()),
                ("dimension", models.CharField(max_length=10)),
                ("value", models.CharField(max_length=20)),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("T1", "Stevenage"),
                            ("T2", "Rest of Hertfordshire"),
                            ("T3", "Bordering counties and boroughs"),
                            ("T4", "Rest of the East of England"),
                            ("T5", "Rest of the UK"),
                            ("T6", "Outside the UK"),
                            ("U", "Not attributable"),
                        ],
                        max_length=2,
                    ),
                ),
                ("parties", models.IntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.body",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "tallies",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="TierRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(unique=True)),
                ("valid_from", models.DateField(unique=True)),
                (
                    "borough_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9), help_text="Districts of tier 1.", size=None
                    ),
                ),
                (
                    "county_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9), help_text="Counties of tier 2.", size=None
                    ),
                ),
                (
                    "bordering_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9),
                        help_text="Counties or districts of tier 3.",
                        size=None,
                    ),
                ),
                (
                    "region_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=9), help_text="Regions of tier 4.", size=None
                    ),
                ),
                (
                    "bases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        help_text="Which site speaks for a supplier, the best first.",
                        size=None,
                    ),
                ),
                ("why", models.TextField()),
            ],
            options={
                "ordering": ["-valid_from"],
                "default_permissions": ("add", "view"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="spending_tierrule_why_is_filled"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="attribution",
            name="tier_rule",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="spending.tierrule",
            ),
        ),
        migrations.CreateModel(
            name="Total",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "grain",
                    models.CharField(
                        choices=[
                            ("all", "All"),
                            ("department", "By department"),
                            ("category", "By category"),
                            ("both", "By department and category"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "quarter",
                    models.DateField(
                        help_text="The first day of the quarter; nothing: the payments have no date.", null=True
                    ),
                ),
                ("pence", models.BigIntegerField(help_text="Credits counted as less than nothing.")),
                ("credit_pence", models.BigIntegerField(help_text="The credits alone: nothing or less.")),
                ("payments", models.IntegerField()),
                (
                    "attribution",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="totals",
                        to="spending.attribution",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="totals",
                        to="spending.category",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="totals",
                        to="spending.department",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PartyTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("party", models.BigIntegerField()),
                ("year_starting", models.SmallIntegerField()),
                ("dimension", models.CharField(max_length=10)),
                ("value", models.CharField(max_length=20)),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("T1", "Stevenage"),
                            ("T2", "Rest of Hertfordshire"),
                            ("T3", "Bordering counties and boroughs"),
                            ("T4", "Rest of the East of England"),
                            ("T5", "Rest of the UK"),
                            ("T6", "Outside the UK"),
                            ("U", "Not attributable"),
                        ],
                        max_length=2,
                    ),
                ),
                ("pence", models.BigIntegerField()),
                ("payments", models.IntegerField()),
                (
                    "body",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="spending.body",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.F("body"),
                        models.F("year_starting"),
                        models.OrderBy(models.F("pence"), descending=True),
                        models.F("party"),
                        condition=models.Q(("dimension", "all")),
                        name="spending_largest_parties",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tier__in", ["T1", "T2", "T3", "T4", "T5", "T6", "U"])),
                        name="spending_partytotal_tier_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("party", "body", "year_starting", "dimension", "value", "tier"),
                        name="spending_party_total_is_one_row",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayeeTotal",
            fields=[
                (
                    "payee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="total",
                        serialize=False,
                        to="spending.payee",
                    ),
                ),
                ("pence", models.BigIntegerField()),
                ("payments", models.IntegerField()),
                (
                    "unmatched_pence",
                    models.BigIntegerField(help_text="Of analysed payments to nobody that is known yet."),
                ),
                ("unmatched_payments", models.IntegerField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("unmatched_pence"), descending=True),
                        models.F("payee"),
                        condition=models.Q(("unmatched_payments__gt", 0)),
                        name="spending_review_by_pounds",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="payee",
            index=models.Index(fields=["key"], name="spending_payee_key"),
        ),
        migrations.AddIndex(
            model_name="payee",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["key"], name="spending_payee_key_likeness", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="payee",
            constraint=models.CheckConstraint(
                condition=models.Q(("payee_class__in", ["named", "redacted", "pooled", "coded", "blank"])),
                name="spending_payee_payee_class_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="payee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "scope__in",
                        ["in", "public_body", "precept", "pension", "tax", "treasury", "benefit", "pay", "grant"],
                    )
                ),
                name="spending_payee_scope_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="payee",
            constraint=models.UniqueConstraint(
                fields=("body", "name", "payee_class", "company_no", "charity_no", "supplier_ref"),
                name="spending_payee_is_written_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="referencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="spending_referencefile_name_is_filled"
            ),
        ),
        migrations.AddConstraint(
            model_name="referencefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["suppliers", "contracts", "companies", "charities", "awards", "postcodes"])
                ),
                name="spending_referencefile_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referencefile",
            constraint=models.UniqueConstraint(fields=("kind", "digest"), name="spending_reference_file_is_taken_once"),
        ),
        migrations.AddIndex(
            model_name="registername",
            index=models.Index(fields=["key"], name="spending_register_name_key"),
        ),
        migrations.AddConstraint(
            model_name="registername",
            constraint=models.CheckConstraint(
                condition=models.Q(("used_to__isnull", True), ("used_to__gt", models.F("used_from")), _connector="OR"),
                name="spending_registername_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["same", "different", "nobody"])),
                name="spending_decision_verdict_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basis__in", ["company_number", "charity_number", "supplier_number", "exact_name", "person"])
                ),
                name="spending_decision_basis_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("supplier", None), ("verdict", "nobody")),
                    models.Q(models.Q(("verdict", "nobody"), _negated=True), ("supplier__isnull", False)),
                    _connector="OR",
                ),
                name="spending_decision_names_a_supplier_or_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "person"), ("decided_by__isnull", False)),
                    models.Q(("decided_by", None), ("verdict", "same"), models.Q(("basis", "person"), _negated=True)),
                    _connector="OR",
                ),
                name="spending_rules_only_say_who_it_is",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("undone_at", None), models.Q(("verdict", "different"), _negated=True)),
                expressions=[("payee", "="), ("during", "&&")],
                name="spending_payee_is_one_supplier_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="attributedpayment",
            index=models.Index(fields=["file"], name="spending_attributed_file"),
        ),
        migrations.AddIndex(
            model_name="attributedpayment",
            index=models.Index(
                models.OrderBy(models.F("pay_date"), descending=True, nulls_last=True),
                models.OrderBy(models.F("payment"), descending=True),
                name="spending_attributed_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="attributedpayment",
            index=models.Index(
                models.F("payee"),
                models.OrderBy(models.F("pay_date"), descending=True, nulls_last=True),
                models.OrderBy(models.F("payment"), descending=True),
                name="spending_attributed_payee",
            ),
        ),
        migrations.AddIndex(
            model_name="attributedpayment",
            index=models.Index(
                models.F("supplier"),
                models.OrderBy(models.F("pay_date"), descending=True, nulls_last=True),
                models.OrderBy(models.F("payment"), descending=True),
                name="spending_attributed_supplier",
            ),
        ),
        migrations.AddIndex(
            model_name="attributedpayment",
            index=models.Index(
                models.F("attribution"),
                models.OrderBy(models.F("pay_date"), descending=True, nulls_last=True),
                models.OrderBy(models.F("payment"), descending=True),
                name="spending_attributed_known",
            ),
        ),
        migrations.AddIndex(
            model_name="attributedpayment",
            index=models.Index(
                models.F("department"),
                models.F("attribution"),
                models.OrderBy(models.F("pay_date"), descending=True, nulls_last=True),
                models.OrderBy(models.F("payment"), descending=True),
                name="spending_attributed_department",
            ),
        ),
        migrations.AddIndex(
            model_name="attributedpayment",
            index=models.Index(
                models.F("category"),
                models.F("attribution"),
                models.OrderBy(models.F("pay_date"), descending=True, nulls_last=True),
                models.OrderBy(models.F("payment"), descending=True),
                name="spending_attributed_category",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplieridentifier",
            constraint=models.CheckConstraint(
                condition=models.Q(("scheme", ""), _negated=True), name="spending_supplieridentifier_scheme_is_filled"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplieridentifier",
            constraint=models.CheckConstraint(
                condition=models.Q(("value", ""), _negated=True), name="spending_supplieridentifier_value_is_filled"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplieridentifier",
            constraint=models.UniqueConstraint(fields=("scheme", "value"), name="spending_number_is_of_one_supplier"),
        ),
        migrations.AddConstraint(
            model_name="suppliername",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="spending_suppliername_name_is_filled"
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliername",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="spending_suppliername_source_is_filled"
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliername",
            constraint=models.CheckConstraint(
                condition=models.Q(("used_to__isnull", True), ("used_to__gt", models.F("used_from")), _connector="OR"),
                name="spending_suppliername_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliername",
            constraint=models.UniqueConstraint(
                fields=("supplier", "key", "used_from"),
                name="spending_supplier_name_is_said_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliersite",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="spending_suppliersite_source_is_filled"
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliersite",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["trading", "ordering", "remittance", "registered", "declared"])),
                name="spending_suppliersite_basis_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliersite",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="spending_suppliersite_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliersite",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_outside_uk", True), ("postcode", "")),
                    models.Q(("is_outside_uk", False), models.Q(("postcode", ""), _negated=True)),
                    _connector="OR",
                ),
                name="spending_site_has_a_postcode_or_is_outside_uk",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppliersite",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to", None)),
                fields=("supplier", "basis"),
                name="spending_supplier_has_one_site_of_a_basis_now",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(("tier__in", ["T1", "T2", "T3", "T4", "T5", "T6", "U"])),
                name="spending_tally_tier_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(("parties__gte", 0)), name="spending_tally_is_never_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=("body", "year_starting", "dimension", "value", "tier"),
                name="spending_tally_of_a_kind_is_one_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_basis__in", ["net", "gross", "unstated"])),
                name="spending_attribution_amount_basis_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(("payee_class__in", ["named", "redacted", "pooled", "coded", "blank"])),
                name="spending_attribution_payee_class_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "scope__in",
                        ["in", "public_body", "precept", "pension", "tax", "treasury", "benefit", "pay", "grant"],
                    )
                ),
                name="spending_attribution_scope_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "match_basis__in",
                        ["company_number", "charity_number", "supplier_number", "exact_name", "person", ""],
                    )
                ),
                name="spending_attribution_match_basis_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(("tier__in", ["T1", "T2", "T3", "T4", "T5", "T6", "U"])),
                name="spending_attribution_tier_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "why_unknown__in",
                        ["redacted", "pooled", "coded", "blank", "unmatched", "nobody", "no_site", "no_postcode", ""],
                    )
                ),
                name="spending_attribution_why_unknown_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("site_basis__in", ["trading", "ordering", "remittance", "registered", "declared", ""])
                ),
                name="spending_attribution_site_basis_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "company",
                            "partnership",
                            "cic",
                            "charity",
                            "cio",
                            "mutual",
                            "public_body",
                            "individual",
                            "overseas",
                            "unknown",
                        ],
                    )
                ),
                name="spending_attribution_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__in", ["likely_small", "not_small", "unknown"])),
                name="spending_attribution_size_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("tier", "U"), models.Q(("why_unknown", ""), _negated=True)),
                    models.Q(models.Q(("tier", "U"), _negated=True), ("why_unknown", "")),
                    _connector="OR",
                ),
                name="spending_a_payment_has_a_tier_or_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.CheckConstraint(
                condition=models.Q(("neighbourhood", None), ("tier", "T1"), _connector="OR"),
                name="spending_only_tier_one_has_a_neighbourhood",
            ),
        ),
        migrations.AddConstraint(
            model_name="attribution",
            constraint=models.UniqueConstraint(
                fields=(
                    "body",
                    "amount_basis",
                    "payee_class",
                    "scope",
                    "match_basis",
                    "tier",
                    "tier_rule",
                    "why_unknown",
                    "site_basis",
                    "is_branch",
                    "neighbourhood",
                    "kind",
                    "size",
                ),
                name="spending_attribution_is_one_row",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="total",
            index=models.Index(fields=["grain", "quarter"], name="spending_total_of_a_quarter"),
        ),
        migrations.AddIndex(
            model_name="total",
            index=models.Index(fields=["grain", "category", "quarter"], name="spending_total_of_a_category"),
        ),
        migrations.AddConstraint(
            model_name="total",
            constraint=models.CheckConstraint(
                condition=models.Q(("grain__in", ["all", "department", "category", "both"])),
                name="spending_total_grain_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="total",
            constraint=models.CheckConstraint(
                condition=models.Q(("payments__gte", 0)), name="spending_total_counts_payments"
            ),
        ),
        migrations.AddConstraint(
            model_name="total",
            constraint=models.UniqueConstraint(
                fields=("grain", "department", "category", "quarter", "attribution"),
                name="spending_total_of_a_kind_is_one_row",
                nulls_distinct=False,
            ),
        ),
    ]
