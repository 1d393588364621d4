import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("people", "0001_initial"),
        ("verification", "0001_initial"),
        ("work", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndexState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("page_key", models.CharField(max_length=64)),
                ("url", models.CharField(max_length=2000)),
                ("title", models.CharField(blank=True, max_length=300)),
                (
                    "engine",
                    models.CharField(
                        choices=[
                            ("baidu", "Baidu"),
                            ("so360", "360 Search"),
                            ("sogou", "Sogou"),
                            ("shenma", "Shenma"),
                            ("bing", "Bing"),
                            ("google", "Google"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Unknown")], default="unknown", max_length=8
                    ),
                ),
                ("reason", models.CharField(max_length=100)),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("EXPORT", "The engine's own export"),
                            ("PERSON", "A person's check"),
                            ("HELPER", "Browser helper"),
                        ],
                        max_length=8,
                    ),
                ),
                ("first_seen_on", models.DateField(blank=True, null=True)),
                ("last_seen_on", models.DateField(blank=True, null=True)),
                ("lost_on", models.DateField(blank=True, null=True)),
                ("rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("tried_reason", models.CharField(blank=True, max_length=100)),
                ("watched_since", models.DateTimeField()),
                (
                    "evidence",
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
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "website",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.website",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IndexLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Unknown")], max_length=8),
                ),
                ("reason", models.CharField(max_length=100)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("EXPORT", "The engine's own export"),
                            ("PERSON", "A person's check"),
                            ("HELPER", "Browser helper"),
                        ],
                        max_length=8,
                    ),
                ),
                ("looked_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("query", models.CharField(blank=True, max_length=300)),
                ("rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.staff",
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
                (
                    "state",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="verification.indexstate"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HelperKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.staff"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("staff",),
                        name="one_helper_key_a_person",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="indexstate",
            index=models.Index(fields=["evidence"], name="index_state_by_evidence"),
        ),
        migrations.AddIndex(
            model_name="indexstate",
            index=models.Index(fields=["website", "engine", "verdict"], name="index_state_by_website"),
        ),
        migrations.AddConstraint(
            model_name="indexstate",
            constraint=models.UniqueConstraint(fields=("page_key", "engine"), name="page_stands_once_at_an_engine"),
        ),
        migrations.AddConstraint(
            model_name="indexstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "yes"), _negated=True),
                    models.Q(("last_seen_on__isnull", False), ("lost_on__isnull", True)),
                    _connector="OR",
                ),
                name="indexed_page_was_seen",
            ),
        ),
        migrations.AddConstraint(
            model_name="indexlook",
            constraint=models.UniqueConstraint(
                fields=("state", "source", "looked_at"), name="look_at_engine_recorded_once"
            ),
        ),
    ]
