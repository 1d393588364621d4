"""Forms of versions and columns."""

from __future__ import annotations

from typing import TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omos.centres.website import queries, services
from omos.centres.website.forms import ColumnForm, VersionForm, column_values, version_values
from omos.centres.website.models import SiteColumn, SiteVersion
from omos.centres.website.views.keeping import PICTURES, NotKept, kept_file
from omos.people import queries as people
from omos.people.access import ViewerRequest, needs
from omos.people.clock import now, today

MOST_REQUESTS = 40
Row = TypeVar("Row", bound=Model)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("website.plan")
def version(request: ViewerRequest, version_id: int | None = None) -> HttpResponse:
    """Write a version down, or look at one and mend it."""
    row = _found(queries.versions(request.viewer), version_id)
    form = _version_form(request, row)
    if _is_sent(request, form) and _is_version_saved(request, form, version_id):
        messages.success(request, _("Written down."))
        return redirect("website:versions")
    context = {"form": form, "version": row, "requests": queries.requests_of_version(version_id=version_id or 0)}
    return render(request, "website/version.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("website.plan")
def column(request: ViewerRequest, column_id: int | None = None) -> HttpResponse:
    """Add a column, or change one."""
    row = _found(queries.columns(request.viewer), column_id)
    form = _column_form(request, row)
    if _is_sent(request, form) and _is_column_saved(request, form, column_id):
        messages.success(request, _("“%(name)s” saved.") % {"name": form.cleaned_data["name"]})
        return redirect("website:columns")
    return render(request, "website/column.html", {"form": form, "column": row}, status=_status(form))


def _found(rows: QuerySet[Row], pk: int | None) -> Row | None:
    """The row named; None where a new one is written."""
    if pk is None:
        return None
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _is_sent(request: ViewerRequest, form: forms.Form) -> bool:
    return request.method == "POST" and form.is_valid()


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200


def _column_form(request: ViewerRequest, row: SiteColumn | None) -> ColumnForm:
    cards = people.staff_cards(viewer=request.viewer, verb="website.ask", today=today())
    return ColumnForm(
        request.POST or None,
        websites=_websites(),
        people=[(card.id, card.name) for card in cards],
        initial=column_values(row),
    )


def _is_column_saved(request: ViewerRequest, form: ColumnForm, column_id: int | None) -> bool:
    try:
        services.save_column(draft=form.draft(), actor=request.viewer, now=now(), column_id=column_id)
    except services.SiteRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    return True


def _version_form(request: ViewerRequest, row: SiteVersion | None) -> VersionForm:
    version_id = row.pk if row else None
    found = list(queries.unversioned(viewer=request.viewer, version_id=version_id)[:MOST_REQUESTS])
    chosen = [one.pk for one in found if one.version_id is not None]
    return VersionForm(
        request.POST or None,
        request.FILES or None,
        websites=_websites(),
        requests=[(one.pk, str(one)) for one in found],
        initial=version_values(row, today=today(), request_ids=chosen),
    )


def _is_version_saved(request: ViewerRequest, form: VersionForm, version_id: int | None) -> bool:
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
