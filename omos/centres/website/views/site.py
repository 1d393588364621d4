"""Forms of versions and columns."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omos.centres.website import queries, services
from omos.centres.website.forms import ColumnForm, VersionForm, column_values, version_values
from omos.centres.website.views.keeping import PICTURES, NotKept, kept_file
from omos.people import queries as people
from omos.people.access import ViewerRequest, may, needs
from omos.people.clock import now, today

MOST_REQUESTS = 40


@require_http_methods(["GET", "HEAD", "POST"])
@needs("website.plan")
def version(request: ViewerRequest, version_id: int | None = None) -> HttpResponse:
    """Write a version down, or look at one and mend it."""
    row = queries.versions(request.viewer).filter(pk=version_id).first() if version_id else None
    if version_id and row is None:
        raise Http404
    form = _version_form(request, row)
    if request.method == "POST" and form.is_valid() and _is_saved(request, form, version_id):
        messages.success(request, _("Written down."))
        return redirect("website:versions")
    context = {"form": form, "version": row, "requests": queries.requests_of_version(version_id=row.pk) if row else ()}
    return render(request, "website/version.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("website.plan")
def column(request: ViewerRequest, column_id: int | None = None) -> HttpResponse:
    """Add a column, or change one."""
    row = queries.columns(request.viewer).filter(pk=column_id).first() if column_id else None
    if column_id and row is None:
        raise Http404
    cards = people.staff_cards(viewer=request.viewer, verb="website.ask", today=today())
    form = ColumnForm(
        request.POST or None,
        websites=_websites(),
        people=[(card.id, card.name) for card in cards],
        initial=column_values(row),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_column(draft=form.draft(), actor=request.viewer, now=now(), column_id=column_id)
        except services.SiteRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("“%(name)s” saved.") % {"name": form.cleaned_data["name"]})
            return redirect("website:columns")
    return render(request, "website/column.html", {"form": form, "column": row}, status=422 if form.is_bound else 200)


def _version_form(request: ViewerRequest, row: Any) -> VersionForm:
    offered = queries.unversioned(viewer=request.viewer, version_id=row.pk if row else None)[:MOST_REQUESTS]
    found = list(offered) if may(request.viewer, "website.view") else []
    chosen = [one.pk for one in found if row and one.version_id == row.pk]
    return VersionForm(
        request.POST or None,
        request.FILES or None,
        websites=_websites(),
        requests=[(one.pk, str(one)) for one in found],
        initial=version_values(row, today=today(), request_ids=chosen),
    )


def _is_saved(request: ViewerRequest, form: VersionForm, version_id: int | None) -> bool:
    try:
        draft = form.draft(
            before_id=kept_file(request, form, "before", limits=PICTURES),
            after_id=kept_file(request, form, "after", limits=PICTURES),
        )
        services.save_version(draft=draft, actor=request.viewer, now=now(), version_id=version_id)
    except NotKept:
        return False
    except services.SiteRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    return True


def _websites() -> list[tuple[int, str]]:
    return [(site.pk, site.domain) for site in people.websites()]
