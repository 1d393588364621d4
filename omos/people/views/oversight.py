"""Who may do what, and who did what."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from omos.people import queries
from omos.people.access import ViewerRequest, needs
from omos.people.forms.calendar import TrailFilter
from omos.people.roles import Role

LINES_PER_PAGE = 50


@require_safe
@needs("people.view_policy")
def policy(request: ViewerRequest) -> HttpResponse:
    """The whole policy: verb × role × scope, and the masked fields."""
    context = {
        "roles": tuple(Role),
        "groups": queries.policy_table(language=request.viewer.language),
        "masks": queries.mask_table(),
    }
    return render(request, "people/policy.html", context)


@require_safe
@needs("people.view_trail")
def trail(request: ViewerRequest) -> HttpResponse:
    """The action trail, filtered by person, verb and day."""
    labels = sorted(queries.verb_labels().items(), key=lambda item: (item[0].partition(".")[0], item[1]))
    form = TrailFilter(request.GET or None, verbs=labels)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = queries.actions(
        viewer=request.viewer,
        person=chosen.get("person", ""),
        verb=chosen.get("verb", ""),
        day=chosen.get("day"),
    )
    page = Paginator(found, LINES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": [queries.trail_line(action) for action in page]}
    return render(request, "people/trail.html", context)
