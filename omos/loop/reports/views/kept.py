"""Where a device sends reports that waited for a network."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omos.loop.reports.forms import ReportForm
from omos.loop.reports.services import ReportRefused
from omos.loop.reports.services.keeping import take_kept_report
from omos.people.access import ViewerRequest, needs
from omos.people.clock import now


class KeptForm(ReportForm):
    """A report with the id the device gave it; without a version where the page was never loaded."""

    client_id = forms.UUIDField()
    row_version = forms.IntegerField(min_value=0, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("reports.write")
def kept(request: ViewerRequest) -> HttpResponse:
    """GET tells the device who is signed in and how to send; POST takes one report, however often it comes."""
    if request.method != "POST":
        return JsonResponse({"staff": request.viewer.staff_id, "token": get_token(request)})
    form = KeptForm(request.POST)
    if not form.is_valid():
        return _refused(_("This report makes no sense any more; write it anew."), status=422)
    try:
        is_new = take_kept_report(
            client_id=form.cleaned_data["client_id"],
            day=form.cleaned_data["day"],
            sentences=form.sentences(),
            row_version=form.cleaned_data["row_version"],
            actor=request.viewer,
            now=now(),
        )
    except ReportRefused as refusal:
        return _refused(str(refusal), status=409)
    return JsonResponse({"is_new": is_new})


def _refused(words: str, *, status: int) -> HttpResponse:
    return JsonResponse({"refusal": words}, status=status)
