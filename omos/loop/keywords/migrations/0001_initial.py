import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeywordGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="WeekPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("monday", models.DateField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("DRAFT", "Draft"), ("PUBLISHED", "Published")], default="DRAFT", max_length=12
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Keyword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=100, unique=True)),
                ("initials", models.CharField(blank=True, max_length=100)),
                (
                    "intent",
                    models.CharField(
                        choices=[
                            ("BUY", "Buying"),
                            ("COMPARE", "Comparing"),
                            ("QUESTION", "Asking"),
                            ("BRAND", "Brand"),
                            ("UNKNOWN", "Not set"),
                        ],
                        default="UNKNOWN",
                        max_length=12,
                    ),
                ),
                ("landing_page", models.CharField(blank=True, max_length=500)),
                ("priority", models.PositiveSmallIntegerField(default=3)),
                ("target_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("month_searches", models.PositiveIntegerField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="keywords.keywordgroup",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlannedKeyword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("landing_page", models.CharField(blank=True, max_length=500)),
                ("target_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("category", models.CharField(blank=True, max_length=40)),
                (
                    "keyword",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="planned", to="keywords.keyword"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="keywords.weekplan"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="keyword",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__gte", 1), ("priority__lte", 5)), name="keyword_priority_1_to_5"
            ),
        ),
        migrations.AddConstraint(
            model_name="keyword",
            constraint=models.CheckConstraint(
                condition=models.Q(("target_rank__gte", 1), ("target_rank__lte", 100)),
                name="keyword_target_rank_1_to_100",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedkeyword",
            constraint=models.UniqueConstraint(fields=("plan", "keyword"), name="keyword_planned_once_per_week"),
        ),
    ]
