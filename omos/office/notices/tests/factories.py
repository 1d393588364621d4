"""Makes notices for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from omos.office.notices import services
from omos.office.notices.models import Notice

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
KIND = "jobs.ailing"


def tell(*staff, key: str = "k", title: str = "有 2 件退回", now: datetime = NOW, **changes) -> int:
    values: dict[str, Any] = {"kind": KIND, "body": "关键词不在标题", "url": "/notices/", "action_label": "去看看"}
    people = [person.pk for person in staff]
    return services.notify(staff_ids=people, title=title, dedupe_key=key, now=now, **(values | changes))


def make_notice(staff, **changes) -> Notice:
    tell(staff, **changes)
    return Notice.objects.filter(staff=staff).latest("id")
