"""Access logs from a browser: announced, sent in pieces, read by the machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from omos.loop.verification import queries, services
from omos.loop.verification.forms import LogForm
from omos.loop.verification.models import LogUpload
from omos.people.access import ViewerRequest, needs
from omos.people.clock import now, real_now

SHOWN = 30
LogView = Callable[[ViewerRequest, LogUpload], HttpResponse]


def _for_log(view: LogView) -> Callable[[ViewerRequest, int], HttpResponse]:
    """Find the log."""

    @wraps(view)
    def found(request: ViewerRequest, upload_id: int) -> HttpResponse:
        upload = queries.log_upload(viewer=request.viewer, upload_id=upload_id)
        if upload is None:
            raise Http404
        return view(request, upload)

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs("verification.import_logs")
def logs(request: ViewerRequest) -> HttpResponse:
    """The logs so far, and a new one: at once, or announced and then sent in pieces."""
    if request.method != "POST":
        return _draw(request, LogForm())
    form = LogForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, form)
    try:
        upload = _begin(request, form)
    except services.LogRefused as refusal:
        form.add_error("log", str(refusal))
        return _refused(request, form)
    if form.cleaned_data["log"] is None:
        return JsonResponse({"url": reverse("verification:log_piece", args=[upload.pk]), "piece": services.PIECE})
    return redirect("verification:logs")


def _begin(request: ViewerRequest, form: LogForm) -> LogUpload:
    told, moment = form.cleaned_data, now()
    file = told["log"]
    name, size = (file.name or "log", file.size) if file else (told["name"], told["size"])
    upload = services.start_log_upload(
        website_id=told["website"].pk, name=name, size=size, actor=request.viewer, now=moment
    )
    for start in range(0, size if file else 0, services.PIECE):
        piece = file.read(services.PIECE)
        services.add_piece(
            upload=upload, start=start, content=piece, actor=request.viewer, now=moment, true_now=real_now()
        )
    return upload


def _refused(request: ViewerRequest, form: LogForm) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        reasons = [str(one) for errors in form.errors.values() for one in errors]
        return JsonResponse({"refusal": " ".join(reasons)}, status=422)
    return _draw(request, form, status=422)


@require_POST
@needs("verification.import_logs")
@_for_log
def add_piece(request: ViewerRequest, upload: LogUpload) -> HttpResponse:
    """The next piece; the answer says from which byte to go on."""
    start = request.POST.get("start", "")
    piece: Any = request.FILES.get("piece")
    if not (start.isascii() and start.isdigit() and len(start) < 16) or piece is None:
        return JsonResponse({"refusal": _("This piece makes no sense.")}, status=422)
    try:
        received = services.add_piece(
            upload=upload,
            start=int(start),
            content=piece.read(),
            actor=request.viewer,
            now=now(),
            true_now=real_now(),
        )
    except services.LogRefused as refusal:
        return JsonResponse({"refusal": str(refusal)}, status=422)
    return JsonResponse({"received": received})


@require_safe
@needs("verification.import_logs")
@_for_log
def progress(request: ViewerRequest, upload: LogUpload) -> HttpResponse:
    """How far it is; the page is drawn anew once it is read."""
    if not upload.is_under_way:
        return HttpResponseClientRefresh()
    return render(request, "verification/_log_progress.html", {"one": _drawn(upload)})


@require_POST
@needs("verification.import_logs")
@_for_log
def drop(request: ViewerRequest, upload: LogUpload) -> HttpResponse:
    """Take a log off the list."""
    try:
        services.drop_log_upload(upload=upload, actor=request.viewer, now=now())
    except services.LogRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken off the list; what was read of it stays."))
    return redirect("verification:logs")


def _draw(request: ViewerRequest, form: LogForm, *, status: int = 200) -> HttpResponse:
    uploads = [_drawn(one) for one in queries.log_uploads(viewer=request.viewer)[:SHOWN]]
    return render(request, "verification/logs.html", {"form": form, "uploads": uploads}, status=status)


def _drawn(upload: LogUpload) -> dict[str, Any]:
    """One log with its progress in megabytes: sent, then read."""
    is_sent = upload.state != LogUpload.State.RECEIVING
    done, total = (upload.read, upload.unpacked or upload.size) if is_sent else (upload.received, upload.size)
    return {
        "upload": upload,
        "word": LogUpload.State(upload.state).label,
        "tone": {"DONE": "yes", "FAILED": "no"}.get(upload.state, "accent"),
        "done": min(done, total) >> 20,
        "total": max(total >> 20, 1),
        "crawlers": list(upload.outcome.get("crawlers", {}).items())[:6],
        "bad_lines": upload.outcome.get("bad_lines", []),
    }
