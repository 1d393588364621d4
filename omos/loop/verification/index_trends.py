"""Daily counts of indexed pages as drawn: a trend for each website, with its source and how old it is."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from omos.loop.verification import queries
from omos.people.policy import may
from omos.people.viewer import Viewer
from omos.ui import charts, formats


def counts_above(viewer: Viewer) -> dict[str, Any]:
    """What stands above the list of pages: whole websites, never mixed with verdicts over single pages."""
    found = queries.count_trends(viewer=viewer)
    return {
        "trends": [_drawn(place, one) for place, one in enumerate(found)],
        "may_import_counts": may(viewer, "verification.import_index"),
    }


def _drawn(place: int, one: queries.CountTrend) -> dict[str, Any]:
    words = {"website": one.website, "engine": one.engine}
    return {
        "title": _("Pages of %(website)s that %(engine)s holds") % words,
        "note": _note(one),
        "chart": charts.trend(
            key=f"index-count-{place}",
            labels=[f"{day:%m-%d}" for day, _count in one.days],
            actual=charts.Line(_("Pages in the index"), [count for _day, count in one.days]),
            explanation=_("The engine's own count of the whole website; days it did not count are left out."),
        ),
    }


def _note(one: queries.CountTrend) -> str:
    said = _("%(engine)s's own tool, up to %(day)s: %(count)s") % {
        "engine": one.engine,
        "day": formats.day(one.last_day),
        "count": formats.number(one.last),
    }
    change = "" if one.change is None else _("%(change)s in a week") % {"change": f"{one.change:+,}"}
    brought = _("imported %(moment)s by %(name)s") % {
        "moment": formats.moment(timezone.localtime(one.imported_at)),
        "name": one.imported_by or "—",
    }
    return " · ".join(filter(None, (said, change, brought)))
