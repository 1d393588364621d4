import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """When each job last ended well: runs are forgotten, the dead man's switch must not forget."""

    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AddField("lease", "succeeded_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("lease", "watched_from", models.DateTimeField(default=django.utils.timezone.now)),
    ]
