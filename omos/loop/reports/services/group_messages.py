"""Telling group chats what they chose to get: each message once per group, whatever runs again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone, translation

from omos.loop.reports import queries
from omos.loop.reports.composing import messages
from omos.office.notices import queries as notices
from omos.office.notices.services import Message, post_to_group

LAST_MINUTE = time(23, 59)


def post_plan(*, day: date, now: datetime) -> int:
    """Today's plan to every group that wants it; returns how many were told anew."""
    return _post(
        messages.PLAN,
        lambda group: (
            f"{messages.PLAN}:{day}",
            lambda: messages.plan_message(viewer=group.viewer, day=day),
        ),
        now=now,
    )


def post_picture(*, day: date, now: datetime) -> int:
    """The day as a picture, or in words where the group takes no pictures; returns how many were told anew."""
    return _post(
        messages.PICTURE,
        lambda group: (
            f"{messages.PICTURE}:{day}",
            lambda: messages.picture_message(viewer=group.viewer, day=day, now=now, is_drawn=group.takes_pictures),
        ),
        now=now,
    )


def post_progress(*, day: date, now: datetime) -> int:
    """How far the day is closed, when somebody closed it since the last time; returns how many were told anew."""

    def compose(group: notices.Group) -> tuple[str, Callable[[], Message | None]]:
        grid = queries.day_grid(viewer=group.viewer, day=day, now=now)
        return f"{messages.PROGRESS}:{day}:{grid.cleared}", lambda: messages.progress_message(grid=grid)

    return _post(messages.PROGRESS, compose, now=now)


def post_lamps(*, day: date, now: datetime) -> int:
    """Every red lamp, once a week each; returns how many messages were told anew."""
    groups = notices.groups_wanting(kind=messages.LAMPS)
    if not groups:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        red = [lamp for lamp in queries.lamps(today=day) if lamp.is_red]
        return sum(
            post_to_group(
                robot_id=group.robot_id,
                message=messages.lamp_message(lamp),
                dedupe_key=messages.lamp_key(lamp, today=day),
                now=now,
                expires_at=_end_of_day(now),
            )
            for group in groups
            for lamp in red
        )


def _post(
    kind: str,
    compose: Callable[[notices.Group], tuple[str, Callable[[], Message | None]]],
    *,
    now: datetime,
) -> int:
    """Tell each group that wants this kind; what it was told already is not even put together."""
    with translation.override(settings.LANGUAGE_CODE):
        return sum(_post_one(group, *compose(group), now=now) for group in notices.groups_wanting(kind=kind))


def _post_one(group: notices.Group, key: str, put_together: Callable[[], Message | None], *, now: datetime) -> bool:
    if notices.is_posted(robot_id=group.robot_id, dedupe_key=key):
        return False
    message = put_together()
    if message is None:
        return False
    return post_to_group(robot_id=group.robot_id, message=message, dedupe_key=key, now=now, expires_at=_end_of_day(now))


def _end_of_day(now: datetime) -> datetime:
    """Tomorrow nobody needs it any more."""
    local = timezone.localtime(now)
    return datetime.combine(local.date(), LAST_MINUTE, tzinfo=local.tzinfo)
