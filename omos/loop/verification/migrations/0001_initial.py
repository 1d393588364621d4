import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_initial"),
        ("people", "0001_initial"),
        ("work", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HostPace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=255, unique=True)),
                ("next_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("snapshot", models.BinaryField()),
                ("title", models.CharField(blank=True, max_length=300)),
                ("headings", models.JSONField(default=list)),
                ("text", models.TextField(blank=True)),
                ("main_text", models.TextField(blank=True)),
                ("first_kept_at", models.DateTimeField()),
                ("keep_until", models.DateField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signature", models.BinaryField()),
                ("text", models.BinaryField()),
                ("text_length", models.PositiveIntegerField()),
                ("owned_since", models.DateTimeField()),
                (
                    "evidence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="work.evidence"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FingerprintBand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("band", models.BigIntegerField(db_index=True)),
                (
                    "fingerprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verification.fingerprint"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("age_days", models.PositiveSmallIntegerField(default=0)),
                ("occasion", models.PositiveSmallIntegerField(default=0)),
                ("host", models.CharField(blank=True, max_length=255)),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("DUE", "Due"), ("RUNNING", "Running"), ("DONE", "Done")], default="DUE", max_length=8
                    ),
                ),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("lease", models.PositiveIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("PENDING", "Not checked yet"),
                            ("PASSED", "Passed"),
                            ("PROVISIONAL", "Unknown, passed for now"),
                            ("FAILED", "Not passed"),
                        ],
                        default="PENDING",
                        max_length=12,
                    ),
                ),
                ("keyword", models.CharField(blank=True, max_length=100)),
                ("final_url", models.CharField(blank=True, max_length=2000)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("text_hash", models.CharField(blank=True, max_length=64)),
                ("milliseconds", models.PositiveIntegerField(blank=True, null=True)),
                ("answer", models.JSONField(default=dict)),
                ("verdicts", models.JSONField(default=dict)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="work.evidence"
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verification.proof",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("PENDING", "Not checked yet"),
                            ("PASSED", "Passed"),
                            ("PROVISIONAL", "Unknown, passed for now"),
                            ("FAILED", "Not passed"),
                            ("RETURNED", "Returned"),
                            ("WITHDRAWN", "Taken back"),
                        ],
                        default="PENDING",
                        max_length=12,
                    ),
                ),
                ("needs_eyes", models.BooleanField(default=False)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("FAILED", "The machine says no"),
                            ("SPOT", "Spot check"),
                            ("ASKED", "The person asks"),
                            ("MENDED", "Mended after its return"),
                        ],
                        max_length=8,
                    ),
                ),
                ("is_decided_by_person", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("question", models.CharField(blank=True, max_length=300)),
                ("mended_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "check_row",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="verification.check",
                    ),
                ),
                (
                    "evidence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="work.evidence"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[("PASS", "Pass"), ("RETURN", "Return"), ("DOUBT", "In doubt")], max_length=8
                    ),
                ),
                ("reasons", models.JSONField(default=list)),
                ("note", models.TextField(blank=True)),
                ("overruled", models.JSONField(default=list)),
                ("before", models.JSONField(default=dict)),
                ("decided_at", models.DateTimeField()),
                ("is_current", models.BooleanField(default=True)),
                (
                    "decided_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.staff"),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="work.evidence"
                    ),
                ),
                (
                    "screenshot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("evidence",),
                        name="evidence_decided_once_at_a_time",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(fields=["state", "due_at"], name="check_by_due"),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.UniqueConstraint(
                fields=("evidence", "age_days", "occasion"), name="evidence_checked_once_per_age"
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["why", "evidence"], name="standing_by_why"),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(fields=["outcome", "evidence"], name="standing_by_outcome"),
        ),
    ]
