"""Pages of robots and of the mail server: adding, changing, and trying them out at once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from omos.connectors.outbound import rules_from
from omos.connectors.outbound.delivering import Result
from omos.office.notices import queries, services, wordings
from omos.office.notices.forms import MailServerForm, RobotForm
from omos.office.notices.models import Outgoing, Robot
from omos.people import clock
from omos.people.access import ViewerRequest, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("notices.manage_robots")
def robot(request: ViewerRequest, robot_id: int | None = None) -> HttpResponseBase:
    """Add a robot or change one."""
    found = _robot_of(request, robot_id) if robot_id is not None else None
    form = RobotForm(request.POST if request.method == "POST" else None, viewer=request.viewer, robot=found)
    if request.method != "POST":
        return _robot_page(request, form, found)
    if not form.is_valid():
        return _robot_page(request, form, found, status=422)
    try:
        saved = services.save_robot(
            draft=form.draft(), actor=request.viewer, now=clock.now(), rules=rules_from(settings), robot_id=robot_id
        )
    except services.RobotRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return _robot_page(request, form, found, status=422)
    messages.success(request, _("“%(name)s” saved. Now send a trial.") % {"name": form.cleaned_data["name"]})
    return redirect("notices:robot", saved)


@require_POST
@needs("notices.manage_robots")
def try_robot(request: ViewerRequest, robot_id: int) -> HttpResponse:
    """Send a trial message now, and say what became of it."""
    found = _robot_of(request, robot_id)
    try:
        message = services.try_robot(robot_id=robot_id, actor=request.viewer, now=clock.now())
    except services.RobotRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        _send_and_tell(request, message, found)
    return redirect("notices:robot", robot_id)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("notices.manage_mail")
def mail_server(request: ViewerRequest) -> HttpResponseBase:
    """Set up the company's mail server."""
    server = queries.mail_server()
    form = MailServerForm(request.POST if request.method == "POST" else None, server=server)
    is_posted = request.method == "POST"
    if is_posted and form.is_valid():
        services.save_mail_server(draft=form.draft(), actor=request.viewer, now=clock.now())
        messages.success(request, _("Saved. Now send yourself a trial."))
        return redirect("notices:mail_server")
    context = {"form": form, "server": server, "fault": wordings.fault_words(server) if server else ""}
    return render(request, "notices/mail_server.html", context, status=422 if is_posted else 200)


@require_POST
@needs("notices.manage_mail")
def try_mail(request: ViewerRequest) -> HttpResponse:
    """Send a trial mail to oneself now, and say what became of it."""
    server = queries.mail_server()
    try:
        message = services.try_mail(actor=request.viewer, now=clock.now())
    except services.RobotRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        _send_and_tell(request, message, server)
    return redirect("notices:mail_server")


def _send_and_tell(request: ViewerRequest, message: Outgoing, outlet: queries.Outlet | None) -> None:
    sender = services.Sender(clock.now(), clock.real_now, rules_from(settings))
    outcome = services.send_one(message, outlet, sender) if outlet else None
    if outcome is None:
        messages.info(request, _("It waits for its turn and goes out within a minute."))
        return
    if outcome.result is Result.SENT:
        messages.success(request, _("Sent. Look into the group or mailbox."))
        return
    message.refresh_from_db()
    messages.warning(request, _("Not sent: %(reason)s") % {"reason": wordings.reason_words(message)})


def _robot_of(request: ViewerRequest, robot_id: int) -> Robot:
    found = queries.robots(request.viewer).filter(pk=robot_id).first()
    if found is None:
        raise Http404
    return found


def _robot_page(request: ViewerRequest, form: RobotForm, found: Robot | None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "robot": found,
        "folded": RobotForm.FOLDED,
        "fault": wordings.fault_words(found) if found else "",
    }
    return render(request, "notices/robot.html", context, status=status)
