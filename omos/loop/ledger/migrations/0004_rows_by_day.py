"""Rows and sums of a stretch of days, without a scan of all there are."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_count_entries")]

    operations = [
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["day", "id"], name="fact_by_day"),
        ),
        migrations.AddIndex(
            model_name="daytotal",
            index=models.Index(fields=["day", "measure"], name="day_total_by_day"),
        ),
    ]
