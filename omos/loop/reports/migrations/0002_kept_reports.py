import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_working_patterns_and_handovers"),
        ("reports", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client_id", models.UUIDField(unique=True)),
                ("day", models.DateField()),
                ("received_at", models.DateTimeField()),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.staff"),
                ),
            ],
        ),
    ]
