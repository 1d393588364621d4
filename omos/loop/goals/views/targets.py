"""The table that shares a period's goals out: company, departments, people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from omos.formulas.limits import FormulaError
from omos.loop.goals import queries, services
from omos.loop.goals.forms import TargetsForm, read_asked
from omos.loop.goals.naming import period_url, period_words
from omos.loop.goals.target_table import column_heads, open_cells, propose, table_rows
from omos.people import clock
from omos.people.access import ViewerRequest, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("goals.set")
def targets(request: ViewerRequest) -> HttpResponseBase:
    """The table of targets: look, have parts proposed, save."""
    today = clock.today()
    period = read_asked(request.GET.get("period", ""), today=today)
    shares = queries.shares(viewer=request.viewer, period=period, today=today)
    if request.method == "POST":
        return _save(request, shares)
    form = TargetsForm(open_cells(shares, request.viewer))
    method = request.GET.get("propose", "")
    if method in {"even", "last_month"}:
        _propose(shares, form, by_last_month=method == "last_month")
    return _page(request, shares, form)


def _propose(shares: queries.Shares, form: TargetsForm, *, by_last_month: bool) -> None:
    try:
        propose(shares, form, by_last_month=by_last_month)
        form.general.append(_("These are proposals; save them, or change them first."))
    except FormulaError:
        form.general.append(_("The locked parts leave nothing to share out."))


def _save(request: ViewerRequest, shares: queries.Shares) -> HttpResponse:
    form = TargetsForm.typed(open_cells(shares, request.viewer), request.POST)
    typed = form.targets()
    if form.faults:
        return _page(request, shares, form, status=422)
    try:
        done = services.cascade_month(
            first=shares.period.first,
            last=shares.period.last,
            targets=typed,
            actor=request.viewer,
            now=clock.now(),
            accept_difference=request.POST.get("accept_difference") == "1",
        )
    except services.GoalRefused as refusal:
        form.general.append(str(refusal))
        return _page(request, shares, form, status=422)
    messages.success(request, saved_words(done))
    return HttpResponseRedirect(_url(shares))


def saved_words(done: services.Adopted) -> str:
    """How many targets were saved, in words."""
    changed = done.new + done.changed
    if not changed:
        return _("Nothing was different, nothing changed.")
    return ngettext("%(count)s target saved.", "%(count)s targets saved.", changed) % {"count": changed}


def _page(request: ViewerRequest, shares: queries.Shares, form: TargetsForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "table": table_rows(shares, form),
        "columns": column_heads(shares.columns),
        "action": _url(shares),
        "proposals": [
            (_("Propose even shares"), f"{_url(shares)}&propose=even"),
            (_("Propose last month's shares"), f"{_url(shares)}&propose=last_month"),
        ],
        "period": shares.period.key,
        "period_words": period_words(shares.period),
        "back_url": period_url(shares.period),
    }
    return render(request, "goals/targets.html", context, status=status)


def _url(shares: queries.Shares) -> str:
    return f"{reverse('goals:targets')}?period={shares.period.key}"
