import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("keywords", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CodeCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("iso_year", models.PositiveSmallIntegerField()),
                ("iso_week", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("iso_year", "iso_week"), name="week_counted_once")],
            },
        ),
        migrations.CreateModel(
            name="WorkCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=40, unique=True)),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("CONTENT", "Content"),
                            ("SEO", "SEO and outside"),
                            ("PAID", "Paid"),
                            ("CUSTOMERS", "Customers"),
                        ],
                        max_length=12,
                    ),
                ),
                ("unit", models.CharField(max_length=12)),
                ("icon", models.CharField(default="pencil", max_length=40)),
                (
                    "evidence_kind",
                    models.CharField(
                        choices=[
                            ("OWN_URL", "Link on a website of ours"),
                            ("OUTSIDE_URL", "Link outside"),
                            ("FILE", "File or screenshot"),
                            ("NOTE", "Note"),
                        ],
                        max_length=12,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("points", models.PositiveSmallIntegerField(default=1)),
                ("needs_keyword", models.BooleanField(default=False)),
                ("min_characters", models.PositiveIntegerField(default=0)),
                ("sort_order", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "position",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.position",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WorkPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("monday", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("DRAFT", "Draft"), ("PUBLISHED", "Published")], default="DRAFT", max_length=12
                    ),
                ),
                ("generated_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("unplaced", models.JSONField(blank=True, default=list)),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.department"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=16)),
                ("iso_year", models.PositiveSmallIntegerField()),
                ("due_date", models.DateField()),
                ("due_time", models.TimeField(blank=True, null=True)),
                ("quantity", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Draft"),
                            ("OPEN", "Open"),
                            ("DONE", "Handed in"),
                            ("CARRIED", "Carried over"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="DRAFT",
                        max_length=12,
                    ),
                ),
                ("is_ad_hoc", models.BooleanField(default=False)),
                ("brief", models.TextField(blank=True)),
                ("reasons", models.JSONField(blank=True, default=list)),
                ("handed_in_count", models.PositiveIntegerField(default=0)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="work.assignment",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="work.workcategory"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="work.workplan",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AssignmentKeyword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="work.assignment"
                    ),
                ),
                (
                    "keyword",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="keywords.keyword"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("assignment", "keyword"), name="word_once_per_assignment")
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(blank=True, max_length=2000)),
                ("page_key", models.CharField(blank=True, max_length=64)),
                ("note", models.TextField(blank=True)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("handed_in_at", models.DateTimeField()),
                ("day", models.DateField()),
                ("is_late", models.BooleanField(default=False)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="work.assignment"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "keyword",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="keywords.keyword",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="work.evidence",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["day", "staff"], name="evidence_by_day_and_staff"),
                    models.Index(fields=["assignment"], name="evidence_by_assignment"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("page_key", ""), _negated=True), ("withdrawn_at__isnull", True)),
                        fields=("page_key",),
                        name="page_handed_in_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="evidence_quantity_positive"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="workcategory",
            constraint=models.CheckConstraint(condition=models.Q(("minutes__gt", 0)), name="category_takes_time"),
        ),
        migrations.AddConstraint(
            model_name="workplan",
            constraint=models.UniqueConstraint(fields=("monday", "department"), name="work_planned_once_per_week"),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["due_date", "staff"], name="assignment_by_day_and_staff"),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["staff", "state"], name="assignment_by_staff_and_state"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="assignment_quantity_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(fields=("code", "iso_year"), name="assignment_code_unique_in_its_year"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_ad_hoc", False), models.Q(("state", "WITHDRAWN"), _negated=True)),
                fields=("plan", "staff", "category", "due_date"),
                name="category_planned_once_per_person_and_day",
            ),
        ),
    ]
