import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkPattern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=24, unique=True)),
                ("name", models.CharField(max_length=40)),
                ("cycle", models.JSONField(default=list)),
                ("heeds_holidays", models.BooleanField(default=True)),
                ("is_active", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("DAYS", "For some days"), ("GOOD", "For good"), ("LEAVING", "Leaves the company")],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PLANNED", "Planned"),
                            ("RUNNING", "Running"),
                            ("ENDED", "Finished"),
                            ("CANCELLED", "Called off"),
                        ],
                        default="PLANNED",
                        max_length=10,
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("made_by_name", models.CharField(blank=True, max_length=60)),
                ("made_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held", models.CharField(max_length=40)),
                ("object_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("memo", models.JSONField(default=dict)),
                ("handed_at", models.DateTimeField()),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("is_settled", models.BooleanField(default=False)),
                (
                    "receiver",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.handover"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandoverPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held", models.CharField(max_length=40)),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.handover"
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=8, unique=True)),
                ("name", models.CharField(max_length=20)),
                ("letter", models.CharField(max_length=2)),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField()),
                ("share", models.PositiveSmallIntegerField(default=100)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gt", 0), ("share__lte", 100)), name="shift_share_is_a_percentage"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("note", models.CharField(blank=True, max_length=100)),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.staff"),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.shift",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StaffPattern",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField()),
                ("cycle_start", models.DateField()),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.staff"),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.workpattern",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["state", "first_day"], name="handover_by_state"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "DAYS"), ("last_day__gte", models.F("first_day")), ("last_day__isnull", False)),
                    models.Q(models.Q(("kind", "DAYS"), _negated=True), ("last_day__isnull", True)),
                    _connector="OR",
                ),
                name="handover_has_the_days_of_its_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "LEAVING"), ("state__in", ["PLANNED", "RUNNING"])),
                fields=("staff",),
                name="leaving_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="handeditem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_settled", False), ("returned_at__isnull", True)),
                fields=("handover", "held", "object_id"),
                name="handed_over_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="handeditem",
            constraint=models.CheckConstraint(
                condition=models.Q(("returned_at__isnull", True), ("is_settled", False), _connector="OR"),
                name="handed_item_came_back_or_stayed",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverpart",
            constraint=models.UniqueConstraint(fields=("handover", "held"), name="handed_to_one_person_per_kind"),
        ),
        migrations.AddIndex(
            model_name="rosterday",
            index=models.Index(fields=["day"], name="roster_by_day"),
        ),
        migrations.AddConstraint(
            model_name="rosterday",
            constraint=models.UniqueConstraint(fields=("staff", "day"), name="roster_says_once_per_person_and_day"),
        ),
        migrations.AddConstraint(
            model_name="staffpattern",
            constraint=models.UniqueConstraint(
                fields=("staff", "first_day"), name="pattern_begins_once_per_person_and_day"
            ),
        ),
    ]
