import datetime

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("notices", "0001_initial"),
        ("people", "0002_working_patterns_and_handovers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="channel",
            field=models.CharField(choices=[("BELL", "Bell"), ("EMAIL", "E-mail")], max_length=12),
        ),
        migrations.AlterField(
            model_name="preference",
            name="channel",
            field=models.CharField(choices=[("BELL", "Bell"), ("EMAIL", "E-mail")], max_length=12),
        ),
        migrations.CreateModel(
            name="MailServer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("free_at", models.DateTimeField(blank=True, null=True)),
                ("blocked_until", models.DateTimeField(blank=True, null=True)),
                ("fault", models.CharField(blank=True, max_length=20)),
                ("fault_code", models.CharField(blank=True, max_length=20)),
                ("is_active", models.BooleanField(default=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
                ("host", models.CharField(max_length=253)),
                ("port", models.PositiveIntegerField(default=465)),
                (
                    "security",
                    models.CharField(
                        choices=[
                            ("TLS", "Encrypted from the start (usually port 465)"),
                            ("STARTTLS", "Encrypted on request (usually port 587)"),
                            ("PLAIN", "Not encrypted"),
                        ],
                        default="TLS",
                        max_length=8,
                    ),
                ),
                ("user", models.CharField(blank=True, max_length=120)),
                ("password_sealed", models.TextField(blank=True)),
                ("sender", models.EmailField(max_length=254)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="mail_server_is_the_only_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="Robot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("free_at", models.DateTimeField(blank=True, null=True)),
                ("blocked_until", models.DateTimeField(blank=True, null=True)),
                ("fault", models.CharField(blank=True, max_length=20)),
                ("fault_code", models.CharField(blank=True, max_length=20)),
                ("is_active", models.BooleanField(default=True)),
                ("row_version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("WECOM", "WeCom"),
                            ("DINGTALK", "DingTalk"),
                            ("FEISHU", "Feishu"),
                            ("WEBHOOK", "Signed webhook"),
                        ],
                        max_length=12,
                    ),
                ),
                ("address_sealed", models.TextField()),
                ("address_end", models.CharField(max_length=4)),
                ("secret_sealed", models.TextField(blank=True)),
                ("keyword", models.CharField(blank=True, max_length=20)),
                ("topics", models.JSONField(default=list)),
                ("quiet_from", models.TimeField(default=datetime.time(21, 0))),
                ("quiet_until", models.TimeField(default=datetime.time(8, 0))),
                ("is_quiet_on_days_off", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.department",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Outgoing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=160)),
                ("lines", models.JSONField(default=list)),
                ("url", models.CharField(blank=True, max_length=300)),
                ("action_label", models.CharField(blank=True, max_length=40)),
                ("dedupe_key", models.CharField(max_length=160)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Waiting"),
                            ("SENDING", "Being sent"),
                            ("SENT", "Sent"),
                            ("FAILED", "Failed, tried again soon"),
                            ("UNCERTAIN", "May have arrived"),
                            ("GIVEN_UP", "Given up"),
                            ("MERGED", "Told in a digest"),
                        ],
                        default="WAITING",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("code", models.CharField(blank=True, max_length=20)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField()),
                ("claim", models.CharField(blank=True, max_length=32)),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="notices.outgoing",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.staff",
                    ),
                ),
                (
                    "robot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notices.robot",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["WAITING", "FAILED", "SENDING"])),
                        fields=["robot", "due_at"],
                        name="outgoing_due",
                    ),
                    models.Index(fields=["-created_at"], name="outgoing_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("robot", "dedupe_key"), name="told_a_robot_once"),
                    models.UniqueConstraint(fields=("staff", "dedupe_key"), name="mailed_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("robot__isnull", True), ("staff__isnull", False)),
                            models.Q(("robot__isnull", False), ("staff__isnull", True)),
                            _connector="OR",
                        ),
                        name="goes_to_a_robot_or_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "SENT"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="sent_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "SENDING"), _negated=True),
                            ("claimed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="sending_has_its_claim",
                    ),
                ],
            },
        ),
    ]
