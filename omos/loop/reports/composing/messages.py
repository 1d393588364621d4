"""What group chats are told: today's plan, how far the day is closed, the day as a picture, red lamps."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from omos.loop.reports import queries
from omos.loop.reports.composing import sheets, words
from omos.loop.reports.queries import DayGrid, DayRow, Lamp
from omos.loop.work import queries as work
from omos.office.notices.services import Message
from omos.people import queries as people
from omos.people.viewer import Viewer
from omos.ui import formats
from omos.ui.pictures import NoChineseFont, draw

# The desk lies downstream, so its page is named by its address.
MY_DAY = "/my-day/"
PLAN, PICTURE, PROGRESS, LAMPS = "reports.plan", "reports.picture", "reports.progress", "reports.lamps"


def plan_message(*, viewer: Viewer, day: date) -> Message | None:
    """What everybody has today, a line each; None where nobody has anything."""
    by_person: dict[str, list[str]] = {}
    for one in work.assignments_for_day(viewer=viewer, day=day):
        by_person.setdefault(one.staff.name, []).append(f"{one.category.name} {one.quantity}")
    if not by_person:
        return None
    between, colon = words.marks()
    lines = tuple(f"{name}{colon}{between.join(pieces)}" for name, pieces in by_person.items())
    title = _("Today's plan %(day)s %(weekday)s") % {"day": formats.short_day(day), "weekday": words.weekday(day)}
    return Message(PLAN, title, (*lines, *_away(viewer, day)), MY_DAY, _("See my day"))


def picture_message(*, viewer: Viewer, day: date, now: datetime, is_drawn: bool) -> Message | None:
    """The day with the figures of its page, as a picture where the group takes one; None where nobody has work."""
    page = queries.day_page(viewer=viewer, day=day, now=now)
    if not page.grid.rows:
        return None
    title, *lines = words.as_text(page.grid).split("\n")
    picture = _drawn(page) if is_drawn else b""
    return Message(PICTURE, title, tuple(lines), _day_url(day), _("See the day closing"), picture)


def progress_message(*, grid: DayGrid) -> Message | None:
    """Who has closed the day, numbered in order, and who has not yet; None while nobody has."""
    cleared = sorted((row for row in grid.rows if row.is_cleared), key=_last_hand_in)
    if not cleared:
        return None
    title = _("Day closing %(time)s: %(cleared)s of %(people)s people") % {
        "time": formats.clock_time(timezone.localtime(grid.now)),
        "cleared": grid.cleared,
        "people": grid.counted,
    }
    numbered = [
        f"{place}. {row.person.name} {row.tally.handed_in}/{row.tally.planned}"
        for place, row in enumerate(cleared, start=1)
    ]
    lines = (*numbered, *words.open_lines(grid))
    return Message(PROGRESS, title, lines, reverse("work:hand_in"), _("Hand in"))


def lamp_message(lamp: Lamp) -> Message:
    """One red lamp with its cause, one place to look and one thing to do."""
    return Message(LAMPS, _("Red: %(sentence)s") % {"sentence": lamp.sentence}, (lamp.detail,), lamp.url, lamp.action)


def lamp_key(lamp: Lamp, *, today: date) -> str:
    """The same lamp is told once a week: it is known by measure and channel, for its figures move each day."""
    asked = parse_qs(urlsplit(lamp.url).query)
    what = "-".join(asked.get("measure", []) + asked.get("channel", []) + asked.get("channel_id", []))
    year, week, _weekday = today.isocalendar()
    return f"{LAMPS}:{year}-{week}:{what or lamp.action}"


def _drawn(page: queries.DayPage) -> bytes:
    try:
        return draw(sheets.day_sheet(page.grid, page.on_time))
    except NoChineseFont:
        # Words say the same; the doctor tells what is missing.
        return b""


def _away(viewer: Viewer, day: date) -> tuple[str, ...]:
    cards = people.staff_cards(viewer=viewer, verb="reports.view", today=day)
    away = people.leave_days([card.id for card in cards], day, day)
    names = [card.name for card in cards if (card.id, day) in away]
    between, colon = words.marks()
    return (f"{_('On leave')}{colon}{between.join(names)}",) if names else ()


def _last_hand_in(row: DayRow) -> tuple[bool, datetime]:
    return row.live.last_at is None, row.live.last_at or datetime.max.replace(tzinfo=timezone.get_default_timezone())


def _day_url(day: date) -> str:
    return f"{reverse('reports:day')}?day={day.isoformat()}"
