"""The page of the paid-budget formula: look, type, keep a version, adopt one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from omos.formulas.limits import FormulaError
from omos.loop.budget import queries, services
from omos.loop.budget.calculation import Worksheet, work_out
from omos.loop.budget.forms import FormulaForm, VersionForm
from omos.loop.budget.views import showing
from omos.people import clock
from omos.people.access import ViewerRequest, needs

_METHODS = ["GET", "HEAD", "POST"]
_LONGEST_ID = 18


@dataclass(frozen=True)
class _Opened:
    """What is typed over the version or month asked for, and what the formula makes of it."""

    form: FormulaForm
    worksheet: Worksheet | None
    versions: tuple[queries.Scenario, ...]


@require_safe
@needs("budget.view")
def formula(request: ViewerRequest) -> HttpResponse:
    """One number in, the month's money, traffic and inquiries out; while typing only what changed comes back."""
    opened = _open(request, request.GET)
    form, status = opened.form, 422 if opened.form.errors else 200
    if request.htmx:
        page = showing.recomputed(form, opened.worksheet, viewer=request.viewer, today=clock.today())
        page["is_typing"] = True
        return render(request, "budget/_recomputed.html", page, status=status)
    page = showing.whole_page(
        form, opened.worksheet, viewer=request.viewer, versions=opened.versions, today=clock.today()
    )
    return render(request, "budget/formula.html", page, status=status)


@require_http_methods(_METHODS)
@needs("budget.plan")
def keep(request: ViewerRequest) -> HttpResponse:
    """Keep what is typed as a version of the month."""
    opened = _open(request, request.POST or request.GET, needs_amount=True)
    version = VersionForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or opened.worksheet is None or not version.is_valid():
        return _ask(request, "keep", opened, version=version)
    words = version.cleaned_data
    budget_id = services.save_scenario(
        inputs=opened.worksheet.inputs,
        actor=request.viewer,
        now=clock.now(),
        name=words["name"],
        note=words["note"],
    )
    messages.success(request, _("Kept. Compare it with the others, or adopt it."))
    return HttpResponseRedirect(f"{reverse('budget:formula')}?scenario={budget_id}")


@require_http_methods(_METHODS)
@needs("budget.adopt")
def adopt(request: ViewerRequest) -> HttpResponse:
    """Make what is typed the month's budget, and the month's goals with it where asked."""
    opened = _open(request, request.POST or request.GET, needs_amount=True)
    if request.method != "POST" or opened.worksheet is None:
        return _ask(request, "adopt", opened)
    try:
        done = services.adopt_plan(
            inputs=opened.worksheet.inputs,
            instead_of=_id(request.POST.get("instead_of", "")),
            also_goals=bool(request.POST.get("also_goals")),
            actor=request.viewer,
            now=clock.now(),
        )
    except services.BudgetRefused as refusal:
        return _ask(request, "adopt", opened, problem=str(refusal))
    _say_what_was_adopted(request, done)
    return HttpResponseRedirect(f"{reverse('budget:formula')}?month={opened.form.texts['month']}")


def _ask(
    request: ViewerRequest, what: str, opened: _Opened, *, version: VersionForm | None = None, problem: str = ""
) -> HttpResponse:
    """The question before keeping or adopting: in a dialog, or as a page of its own."""
    form = opened.form
    back = f"{reverse('budget:formula')}?{urlencode(form.texts)}"
    page = showing.question(form, opened.worksheet, adopted=queries.adopted_of(opened.versions), back_url=back)
    page |= {"what": what, "version": version or VersionForm(), "problem": problem, "is_dialog": bool(request.htmx)}
    template = "budget/_question.html" if request.htmx else "budget/question.html"
    is_refused = request.method == "POST" or opened.worksheet is None
    # A dialog shows what is missing; only a page of its own answers that it cannot go on.
    return render(request, template, page, status=422 if is_refused and not request.htmx else 200)


def _open(request: ViewerRequest, given: QueryDict, *, needs_amount: bool = False) -> _Opened:
    """Read the version or month asked for and lay over it what is typed.

    While somebody types, learnt rates come from memory and the other versions are not read.
    """
    today = clock.today()
    is_typing = bool(request.htmx)
    saved = _asked_scenario(given)
    month = saved.month if saved else _asked_month(given, today)
    needs_versions = needs_amount or saved is None or not is_typing
    versions = queries.scenarios(month=month) if needs_versions else ()
    saved = saved or _adopted(versions)
    learnt = queries.remembered(today=today) if is_typing else queries.learnt(today=today)
    start = queries.start(month=month, learnt=learnt, saved=saved)
    form = FormulaForm(
        {name: str(given[name]) for name in given}, start=start, typed_by=request.viewer.name, today=today
    )
    return _Opened(form, _worked_out(form, needs_amount=needs_amount), versions)


def _adopted(versions: Iterable[queries.Scenario]) -> queries.Scenario | None:
    return next((one for one in versions if one.is_adopted), None)


def _asked_scenario(given: QueryDict) -> queries.Scenario | None:
    text = given.get("scenario", "")
    if not text:
        return None
    number = _id(text)
    found = queries.scenario(budget_id=number) if number else None
    if found is None:
        raise Http404
    return found


def _asked_month(given: QueryDict, today: date) -> date:
    text = given.get("month", "")
    try:
        return date.fromisoformat(f"{text[:7]}-01") if text else today.replace(day=1)
    except ValueError as fault:
        raise Http404 from fault


def _id(text: str) -> int | None:
    """A number that a database takes as an id."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID else None


def _worked_out(form: FormulaForm, *, needs_amount: bool) -> Worksheet | None:
    if not form.is_valid():
        return None
    inputs = form.inputs
    if inputs.amount is None and not needs_amount:
        return None
    try:
        return work_out(inputs)
    except FormulaError as refusal:
        form.refuse(refusal)
        return None


def _say_what_was_adopted(request: ViewerRequest, done: services.AdoptedNow) -> None:
    words = {"version": done.version, "n": done.goals_set}
    if done.goals_set:
        text = ngettext(
            "Version %(version)s is the budget now; %(n)s month goal follows it.",
            "Version %(version)s is the budget now; %(n)s month goals follow it.",
            done.goals_set,
        )
    else:
        text = _("Version %(version)s is the budget now.")
    messages.success(request, text % words)
