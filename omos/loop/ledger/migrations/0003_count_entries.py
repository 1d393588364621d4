"""Count the facts of every day total that stands already."""

from __future__ import annotations

from django.db import migrations

_COUNT = """
    UPDATE ledger_daytotal SET entries = counted.entries
    FROM (
        SELECT measure, day, source, category,
            COALESCE(website_id, 0) AS website, COALESCE(department_id, 0) AS department,
            COALESCE(staff_id, 0) AS staff, COALESCE(channel_id, 0) AS channel,
            COALESCE(product_id, 0) AS product, COALESCE(campaign_id, 0) AS campaign, COUNT(*) AS entries
        FROM ledger_fact GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    ) AS counted
    WHERE ledger_daytotal.measure = counted.measure AND ledger_daytotal.day = counted.day
        AND ledger_daytotal.source = counted.source AND ledger_daytotal.category = counted.category
        AND ledger_daytotal.website_id = counted.website AND ledger_daytotal.department_id = counted.department
        AND ledger_daytotal.staff_id = counted.staff AND ledger_daytotal.channel_id = counted.channel
        AND ledger_daytotal.product_id = counted.product AND ledger_daytotal.campaign_id = counted.campaign
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_daytotal_entries")]

    operations = [migrations.RunSQL(_COUNT, migrations.RunSQL.noop)]
