"""The button that sends the day to the groups now."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from omos.connectors.outbound import rules_from
from omos.loop.reports import services
from omos.loop.reports.forms import DayForm
from omos.loop.reports.views import drawing
from omos.office.notices.services import Sender
from omos.people import clock
from omos.people.access import ViewerRequest, needs


@require_POST
@needs("reports.send_day")
def send_day(request: ViewerRequest) -> HttpResponse:
    """Send the day's picture to the groups; without a group, lead to where a robot is connected."""
    day = DayForm.asked(request.POST.get("day", ""), today=clock.today())
    sender = Sender(clock.now(), clock.real_now, rules_from(settings))
    try:
        sent = services.send_day(day=day, actor=request.viewer, sender=sender)
    except services.NoGroup as refusal:
        messages.warning(request, str(refusal))
        return redirect("notices:new_robot")
    except services.NothingToSend as refusal:
        messages.warning(request, str(refusal))
    else:
        _tell(request, sent)
    return redirect(drawing.day_url(day))


def _tell(request: HttpRequest, sent: services.SentDay) -> None:
    if sent.sent:
        words = ngettext("Sent to %(n)s group.", "Sent to %(n)s groups.", sent.sent)
        messages.success(request, words % {"n": sent.sent})
    if sent.waiting:
        messages.info(request, _("On its way; it goes out within a minute."))
    if sent.failed:
        words = ngettext(
            "Not sent to %(n)s group: see the outbox.", "Not sent to %(n)s groups: see the outbox.", sent.failed
        )
        messages.warning(request, words % {"n": sent.failed})
