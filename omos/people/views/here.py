"""Who is here today, as a page and as a block for other pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from omos.people import clock, queries
from omos.people.access import ViewerRequest, may, needs
from omos.people.queries import Presence

# Tone and word of each state.
WORDS = {
    Presence.HERE: ("yes", _("here")),
    Presence.PARTLY: ("yes", _("here for a part of the day")),
    Presence.LATER: ("accent", _("comes later")),
    Presence.OVER: ("plain", _("shift is over")),
    Presence.AWAY: ("warning", _("away")),
    Presence.OFF: ("plain", _("day off")),
}


@require_safe
@needs("people.view_presence")
def here(request: ViewerRequest) -> HttpResponse:
    """Everybody in scope: at work, away, off, and who stands in; asked by another page, the block or `?card` alone."""
    is_block = request.headers.get("HX-Request") == "true"
    if is_block and "card" in request.GET:
        card = queries.here_card(viewer=request.viewer, now=clock.now())
        return render(request, "people/_here_card.html", {"card": card})
    found = queries.who_is_here(viewer=request.viewer, now=clock.now())
    context = {
        "found": found,
        "rows": [(row, *WORDS[row.state]) for row in found.rows],
        "off": found.count(Presence.OFF, Presence.OVER),
        "away": found.count(Presence.AWAY),
        "may_hand_over": may(request.viewer, "people.hand_over"),
        "may_change": may(request.viewer, "people.manage_shifts"),
    }
    return render(request, "people/_here.html" if is_block else "people/here.html", context)
