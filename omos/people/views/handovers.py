"""Handing over to a stand-in, and what a leaving person hands over."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omos.people import clock, holdings, lent_roles, queries, services
from omos.people.access import ViewerRequest, may, needs
from omos.people.forms.working import HandoverForm, LeavingForm

HAND_OVER = "people.hand_over"


@require_safe
@needs(HAND_OVER)
def handovers(request: ViewerRequest) -> HttpResponse:
    """Who hands over to whom, and a form for the next one."""
    initial = {
        "staff": request.GET.get("staff", ""),
        "first_day": clock.today(),
        "last_day": clock.today(),
        "held": [kind.code for kind in _offered(request) if not kind.is_lasting],
    }
    return _page(request, _form(request, initial=initial))


@require_POST
@needs(HAND_OVER)
def plan_handover(request: ViewerRequest) -> HttpResponse:
    """Hand somebody's things over, at once or on the day named."""
    form = _form(request, data=request.POST)
    if form.is_valid():
        try:
            services.plan_handover(plan=form.plan(), actor=request.viewer, now=clock.now())
        except services.HandoverRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Handed over."))
            return redirect("people:handovers")
    return _page(request, form, status=422)


@require_POST
@needs(HAND_OVER)
def end_handover(request: ViewerRequest, handover_id: int) -> HttpResponse:
    """End a handover now, or call it off before it began."""
    found = queries.handover_in_scope(viewer=request.viewer, handover_id=handover_id)
    if found is None:
        raise Http404
    try:
        count = services.end_handover(handover_id=handover_id, actor=request.viewer, now=clock.now())
    except services.HandoverRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        words = ngettext("Over: %(n)s thing came back.", "Over: %(n)s things came back.", count)
        messages.success(request, words % {"n": count})
    return redirect("people:handovers")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_staff")
def leaving(request: ViewerRequest, staff_id: int) -> HttpResponse:
    """Everything a leaving person holds, room by room, and who gets it."""
    found = _leaver(request, staff_id)
    today = clock.today()
    held = queries.held_by(staff_id=staff_id, first=today)
    people = _colleagues(request, staff_id)
    last = queries.leaving_of(staff_id=staff_id)
    initial = _initial(held, last, left_on=found.staff.left_on or today, people=people)
    form = LeavingForm(request.POST or None, people=people, held=held, initial=initial)
    if _is_sent(request, form) and _is_handed_over(request, staff_id, form):
        return redirect("people:leaving", staff_id)
    context = {
        "person": found,
        "held": [(group, form[name]) for name, group in form.held.items()],
        "count": sum(len(group.things) for group in held),
        "form": form,
        "last": last,
        "is_myself": staff_id == request.viewer.staff_id,
    }
    return render(request, "people/leaving.html", context, status=422 if form.is_bound else 200)


def _leaver(request: ViewerRequest, staff_id: int) -> queries.PersonView:
    found = queries.person(viewer=request.viewer, staff_id=staff_id)
    if found is None or not queries.is_in_scope(viewer=request.viewer, verb="people.manage_staff", staff_id=staff_id):
        raise Http404
    return found


def _colleagues(request: ViewerRequest, staff_id: int) -> list[queries.StaffCard]:
    cards = queries.staff_cards(viewer=request.viewer, verb="people.manage_staff", today=clock.today())
    return [card for card in cards if card.id != staff_id]


def _is_sent(request: ViewerRequest, form: LeavingForm) -> bool:
    return request.method == "POST" and form.is_valid()


def _is_handed_over(request: ViewerRequest, staff_id: int, form: LeavingForm) -> bool:
    left_on, today = form.cleaned_data["left_on"], clock.today()
    first_day = today if form.cleaned_data["is_now"] or left_on < today else left_on + timedelta(days=1)
    try:
        services.plan_leaving(
            staff_id=staff_id,
            left_on=left_on,
            first_day=first_day,
            receivers=form.receivers(),
            actor=request.viewer,
            now=clock.now(),
        )
    except services.HandoverRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(
        request,
        _("Everything is handed over.")
        if first_day <= today
        else _("Last day noted; everything goes over on %(day)s.") % {"day": first_day.isoformat()},
    )
    return True


def _initial(
    held: tuple[queries.HeldKind, ...],
    last: queries.HandoverView | None,
    *,
    left_on: date,
    people: list[queries.StaffCard],
) -> dict[str, object]:
    """Whoever was chosen last time, else the first colleague on the list; roles go to nobody by themselves."""
    chosen = queries.receivers_of(handover_id=last.handover.pk) if last else {}
    first = people[0].id if people else None
    usual = {group.kind.code: None if group.kind.code == lent_roles.CODE else first for group in held}
    to = {f"to_{place}": chosen.get(group.kind.code, usual[group.kind.code]) for place, group in enumerate(held)}
    return {"left_on": left_on, "is_now": False, **to}


def _offered(request: ViewerRequest) -> list[holdings.Held]:
    """Kinds this viewer may hand over; roles only go by the hand of who gives roles."""
    gives_roles = may(request.viewer, "people.manage_users")
    return [kind for kind in holdings.kinds() if gives_roles or kind.code != lent_roles.CODE]


def _form(request: ViewerRequest, **given: object) -> HandoverForm:
    people = queries.staff_cards(viewer=request.viewer, verb=HAND_OVER, today=clock.today())
    kinds = [(kind.code, str(kind.label)) for kind in _offered(request)]
    return HandoverForm(people=people, kinds=kinds, **given)


def _page(request: ViewerRequest, form: HandoverForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "handovers": queries.handovers(viewer=request.viewer)}
    return render(request, "people/handovers.html", context, status=status)
