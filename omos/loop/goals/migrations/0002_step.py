"""Small steps of goals."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(blank=True, max_length=120)),
                ("due_date", models.DateField()),
                ("target", models.BigIntegerField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "goal",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="goals.goal"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("goal", "due_date", "text"), name="step_named_once_per_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("target__isnull", True), models.Q(("text", ""), _negated=True)),
                            models.Q(("done_at__isnull", True), ("target__gt", 0), ("target__isnull", False)),
                            _connector="OR",
                        ),
                        name="step_is_told_or_counted",
                    ),
                ],
            },
        ),
    ]
