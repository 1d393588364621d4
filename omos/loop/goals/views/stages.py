"""The page on which what has come so far is told, where no machine counts it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from omos.formulas.periods import Grain, period_of
from omos.loop.catalogue import queries as catalogue
from omos.loop.goals import queries
from omos.loop.goals.forms import StagesForm
from omos.loop.goals.naming import period_url, period_words
from omos.loop.ledger import queries as ledger
from omos.loop.ledger import services as ledger_services
from omos.people import clock
from omos.people.access import ViewerRequest, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ledger.record_by_hand")
def stages(request: ViewerRequest) -> HttpResponseBase:
    """What the month's measures came to through a day: look, tell."""
    form = _form(request)
    rows = queries.stage_rows(day=form.day)
    if request.method != "POST":
        return _page(request, form, rows)
    totals = form.totals([row.measure for row in rows if row.is_told])
    if form.errors:
        return _page(request, form, rows, status=422)
    try:
        posted = ledger_services.record_stage(
            day=form.day, totals=totals, channel_id=form.channel_id, actor=request.viewer, now=clock.now()
        )
    except ledger_services.SheetRefused as refusal:
        form.refuse(str(refusal), refusal.faults)
        return _page(request, form, rows, status=422)
    messages.success(request, _saved_words(posted.new + posted.changed))
    return HttpResponseRedirect(f"{reverse('goals:stages')}?day={form.day}")


def _saved_words(changed: int) -> str:
    if not changed:
        return _("Nothing was different, nothing changed.")
    return ngettext("%(count)s figure saved.", "%(count)s figures saved.", changed) % {"count": changed}


def _form(request: ViewerRequest) -> StagesForm:
    return StagesForm(
        request.POST if request.method == "POST" else None,
        asked=request.GET.get("day", ""),
        today=clock.today(),
        channels=[(channel.pk, channel.name) for channel in catalogue.channels_in_use()],
    )


def _page(
    request: ViewerRequest, form: StagesForm, rows: Sequence[queries.StageRow], *, status: int = 200
) -> HttpResponse:
    month = period_of(form.day, Grain.MONTH)
    context: dict[str, Any] = {
        "form": form,
        "rows": [_row(form, row) for row in rows],
        "needs_channel": any(row.needs_channel and row.is_told for row in rows),
        "is_open": any(row.is_told for row in rows),
        "words": period_words(month),
        "back_url": period_url(month),
        "new_url": f"{reverse('goals:new_goal')}?period={month.key}",
        "fresh_at": max((row.fresh_at for row in rows if row.fresh_at), default=None),
        "now": clock.now(),
    }
    return render(request, "goals/stages.html", context, status=status)


def _row(form: StagesForm, row: queries.StageRow) -> dict[str, Any]:
    code = row.measure.code
    return {
        "name": f"total-{code}",
        "label": row.measure.label,
        "unit": row.measure.unit_label,
        "goal": ledger.text_of(code, row.target),
        "known": ledger.text_of(code, row.known),
        "rows_url": row.rows_url if row.known is not None else "",
        "is_told": row.is_told,
        "text": form.texts.get(code, ""),
        "fault": form.faults.get(code, ""),
    }
