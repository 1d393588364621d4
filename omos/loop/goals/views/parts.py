"""The page of one owner's goals over a year, quarter or month and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omos.formulas.limits import FormulaError
from omos.formulas.periods import Grain, Period, period_of, read_period
from omos.loop.goals import queries, services
from omos.loop.goals.forms import COMPANY, TargetsForm
from omos.loop.goals.naming import grain_words, period_url, period_words
from omos.loop.goals.parts_table import open_part_cells, part_rows, propose_part_targets
from omos.loop.goals.target_table import column_heads
from omos.loop.goals.views.targets import saved_words
from omos.people import clock
from omos.people.access import ViewerRequest, needs

_PARTED = (Grain.YEAR, Grain.QUARTER, Grain.MONTH)


@dataclass(frozen=True)
class _Asked:
    """Whose goals over which period."""

    whole: Period
    owner: queries.Owner | None
    owners: Sequence[queries.Owner]
    may_set: bool

    @property
    def owner_key(self) -> str:
        return f"{self.owner.level}-{self.owner.id}" if self.owner else COMPANY

    @property
    def url(self) -> str:
        return f"{reverse('goals:parts')}?of={self.whole.key}&owner={self.owner_key}"


@require_http_methods(["GET", "HEAD", "POST"])
@needs("goals.view")
def parts(request: ViewerRequest) -> HttpResponseBase:
    """A year down to its months, a quarter to its months, a month to its weeks: look, have parts proposed, save."""
    asked = _asked(request)
    level, owner_id = (asked.owner.level, asked.owner.id) if asked.owner else (COMPANY, None)
    sheet = queries.period_parts(whole=asked.whole, level=level, owner_id=owner_id)
    if request.method == "POST":
        return _save(request, asked, sheet)
    form = TargetsForm(open_part_cells(sheet) if asked.may_set else {})
    method = request.GET.get("propose", "")
    if method in {"workdays", "last_year"}:
        _propose(sheet, form, by_last_year=method == "last_year")
    return _page(request, asked, sheet, form)


def _asked(request: ViewerRequest) -> _Asked:
    """What the address asks for; the company where it names nobody in sight."""
    today, viewer = clock.today(), request.viewer
    whole = read_period(request.GET.get("of", ""))
    if whole is None or whole.grain not in _PARTED:
        whole = period_of(today, Grain.YEAR)
    owners = queries.owners(viewer=viewer, today=today)
    asked = request.GET.get("owner", COMPANY)
    owner = next((one for one in owners if f"{one.level}-{one.id}" == asked), None)
    may_set = (
        queries.covers(viewer, "goals.set", level=COMPANY) if owner is None else queries.covers_owner(viewer, owner)
    )
    return _Asked(whole, owner, owners, may_set)


def _propose(sheet: queries.PeriodParts, form: TargetsForm, *, by_last_year: bool) -> None:
    try:
        propose_part_targets(sheet, form, by_last_year=by_last_year)
        form.general.append(
            _("These are proposals; save them, or change them first.")
            if form.texts
            else _("Set the number of the whole first, then its parts can be proposed.")
        )
    except FormulaError:
        form.general.append(_("The locked parts leave nothing to share out."))


def _save(request: ViewerRequest, asked: _Asked, sheet: queries.PeriodParts) -> HttpResponse:
    form = TargetsForm.typed(open_part_cells(sheet) if asked.may_set else {}, request.POST)
    typed = form.targets()
    if form.faults:
        return _page(request, asked, sheet, form, status=422)
    try:
        done = services.set_parts(
            whole=asked.whole,
            targets=typed,
            actor=request.viewer,
            now=clock.now(),
            accept_difference=request.POST.get("accept_difference") == "1",
        )
    except services.GoalRefused as refusal:
        form.general.append(str(refusal))
        return _page(request, asked, sheet, form, status=422)
    messages.success(request, saved_words(done))
    return HttpResponseRedirect(asked.url)


def _page(
    request: ViewerRequest, asked: _Asked, sheet: queries.PeriodParts, form: TargetsForm, *, status: int = 200
) -> HttpResponse:
    whose = asked.owner.name if asked.owner else _("Company")
    context: dict[str, Any] = {
        "form": form,
        "table": part_rows(sheet, form, whose),
        "columns": column_heads(sheet.columns),
        "whose": whose,
        "words": period_words(asked.whole),
        "of": asked.whole.key,
        "owners": [(f"{one.level}-{one.id}", one.name) for one in asked.owners],
        "owner": asked.owner_key,
        "company": COMPANY,
        "grains": [_grain(asked, grain) for grain in _PARTED],
        "previous": asked.whole.previous.key,
        "following": asked.whole.following.key,
        "back_url": period_url(asked.whole),
        "action": asked.url,
        "proposals": [
            (_("Propose by workdays"), f"{asked.url}&propose=workdays"),
            (_("Propose as last year went"), f"{asked.url}&propose=last_year"),
        ],
    }
    return render(request, "goals/parts.html", context, status=status)


def _grain(asked: _Asked, grain: Grain) -> dict[str, Any]:
    whole = period_of(asked.whole.middle, grain)
    return {
        "words": grain_words(grain),
        "url": f"{reverse('goals:parts')}?of={whole.key}&owner={asked.owner_key}",
        "is_current": grain is asked.whole.grain,
    }
