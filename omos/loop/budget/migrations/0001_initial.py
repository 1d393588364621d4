import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Budget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("version", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, max_length=60)),
                ("note", models.CharField(blank=True, max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[("DRAFT", "Scenario"), ("ADOPTED", "In force"), ("REPLACED", "Out of force")],
                        default="DRAFT",
                        max_length=12,
                    ),
                ),
                ("inputs", models.JSONField()),
                ("answers", models.JSONField()),
                ("spend", models.BigIntegerField()),
                ("revenue", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("adopted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "adopted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("month", "version"), name="budget_version_once_per_month"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ADOPTED")),
                        fields=("month",),
                        name="budget_adopted_once_per_month",
                    ),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="budget_month_is_its_first_day"),
                    models.CheckConstraint(
                        condition=models.Q(("revenue__gte", 0), ("spend__gte", 0)), name="budget_amounts_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ADOPTED"), _negated=True),
                            ("adopted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="budget_adopted_says_when",
                    ),
                ],
            },
        ),
    ]
