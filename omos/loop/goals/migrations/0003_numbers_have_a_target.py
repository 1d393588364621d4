"""A measure without a target is no goal: compared with nothing it slipped through."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0002_step"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="goal", name="goal_is_a_number_or_a_milestone"),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("measure", ""), ("target__isnull", True), models.Q(("milestone", ""), _negated=True)),
                    models.Q(
                        models.Q(("measure", ""), _negated=True),
                        ("milestone", ""),
                        ("target__gt", 0),
                        ("target__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="goal_is_a_number_or_a_milestone",
            ),
        ),
    ]
