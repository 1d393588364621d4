"""Day totals tell how many facts are in them."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="daytotal",
            name="entries",
            field=models.IntegerField(db_default=0),
        ),
    ]
