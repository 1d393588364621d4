"""Pages of the ledger: the daily data sheet and the rows behind every figure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from omos.loop.ledger import queries, services
from omos.loop.ledger.drawing import sheet_context
from omos.loop.ledger.forms import SheetForm, read_day
from omos.loop.ledger.tables import FACTS
from omos.office.sheets.lists import list_view
from omos.people import clock
from omos.people.access import ViewerRequest, needs

_facts = list_view(FACTS)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("ledger.record_by_hand")
def sheet(request: ViewerRequest) -> HttpResponseBase:
    """The daily data sheet: look, paste, save."""
    day = read_day(request.POST.get("day", "") or request.GET.get("day", ""), today=clock.today())
    if request.method != "POST":
        return _page(request, SheetForm(queries.sheet(day)))
    form = SheetForm.typed(queries.sheet(day), request.POST)
    return _paste(request, form) if request.POST.get("do") == "paste" else _save(request, form)


@require_POST
@needs("ledger.record_by_hand")
def sheet_totals(request: ViewerRequest) -> HttpResponse:
    """The totals row over what is typed so far; nothing is saved."""
    day = read_day(request.POST.get("day", ""), today=clock.today())
    form = SheetForm.typed(queries.sheet(day), request.POST)
    return render(request, "ledger/_totals.html", sheet_context(form, today=clock.today()))


def _paste(request: ViewerRequest, form: SheetForm) -> HttpResponse:
    count = form.paste(request.POST)
    form.values()
    if count:
        words = ngettext("%(count)s cell filled in, not saved yet.", "%(count)s cells filled in, not saved yet.", count)
        messages.info(request, words % {"count": count})
    return _page(request, form, status=422 if form.faults or not count else 200)


def _save(request: ViewerRequest, form: SheetForm) -> HttpResponse:
    cells = form.values()
    if form.faults:
        form.general.insert(0, _("Some cells could not be read; nothing was saved yet."))
        return _page(request, form, status=422)
    day = form.sheet.day
    try:
        posted = services.record_by_hand(day=day, cells=cells, actor=request.viewer, now=clock.now(), seen=form.seen)
    except services.SheetRefused as refusal:
        form.general.append(str(refusal))
        form.faults |= refusal.faults
        return _page(request, form, status=422)
    changed = posted.new + posted.changed
    words = ngettext("%(count)s cell saved.", "%(count)s cells saved.", changed)
    messages.success(request, words % {"count": changed} if changed else _("Nothing was different, nothing changed."))
    return HttpResponseRedirect(f"{reverse('ledger:sheet')}?day={day}")


def _page(request: ViewerRequest, form: SheetForm, *, status: int = 200) -> HttpResponse:
    today = clock.today()
    context: dict[str, Any] = sheet_context(
        form,
        today=today,
        coverage=queries.month_coverage(form.sheet.day),
        expected=queries.cells_typed_before(form.sheet.day) if request.GET.get("layout") == "before" else None,
    )
    return render(request, "ledger/sheet.html", context | {"now": clock.now()}, status=status)


def facts(request: HttpRequest) -> HttpResponseBase:
    """The rows of the ledger, of this month where the address names no period."""
    if not {"first", "last", "view"} & set(request.GET):
        asked = request.GET.copy()
        asked["first"] = clock.today().replace(day=1).isoformat()
        request.GET = asked  # type: ignore[assignment]  # a mutable copy is a QueryDict all the same
    return _facts(request)


# What the list's own view carries: its verb, and the declaration the contract test looks for.
facts.omos_verb = _facts.omos_verb  # type: ignore[attr-defined]
facts.omos_list = FACTS  # type: ignore[attr-defined]
