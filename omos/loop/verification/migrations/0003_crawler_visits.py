import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("verification", "0002_pages_at_engines"),
    ]

    operations = [
        migrations.CreateModel(
            name="CrawlerVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("engine", models.CharField(max_length=16)),
                ("crawler", models.CharField(max_length=40)),
                ("page_key", models.CharField(max_length=64)),
                ("address", models.CharField(max_length=2000)),
                ("day", models.DateField()),
                ("status", models.PositiveSmallIntegerField()),
                ("requests", models.PositiveIntegerField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("marks", models.BinaryField()),
                (
                    "website",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.website"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["page_key", "engine", "day"], name="crawler_visit_by_page"),
                    models.Index(fields=["website", "-last_at"], name="crawler_visit_by_moment"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("website", "crawler", "page_key", "day", "status"), name="crawler_visits_counted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_at__lte", models.F("last_at")), ("requests__gt", 0)),
                        name="crawler_visit_makes_sense",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255)),
                ("head", models.CharField(max_length=64)),
                ("head_size", models.PositiveIntegerField()),
                ("tail", models.CharField(blank=True, max_length=64)),
                ("end", models.PositiveBigIntegerField(default=0)),
                ("log_format", models.CharField(max_length=32)),
                ("fields", models.JSONField(default=list)),
                ("rows", models.PositiveBigIntegerField(default=0)),
                ("lines", models.PositiveBigIntegerField(default=0)),
                ("parsed", models.PositiveBigIntegerField(default=0)),
                ("bad", models.PositiveBigIntegerField(default=0)),
                ("elsewhere", models.PositiveBigIntegerField(default=0)),
                ("crawlers", models.JSONField(default=dict)),
                ("list_version", models.CharField(blank=True, max_length=20)),
                ("read_at", models.DateTimeField()),
                (
                    "website",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.website"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("website", "head", "head_size"), name="log_known_by_its_beginning"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "lines",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("parsed"), "+", models.F("bad")
                                ),
                            )
                        ),
                        name="log_lines_accounted",
                    ),
                ],
            },
        ),
    ]
