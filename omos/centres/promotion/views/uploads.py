"""From a dropped file to booked figures: drop, look, choose, book; and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from omos.centres.promotion import queries, services
from omos.centres.promotion.forms import DropForm, ReadingForm
from omos.centres.promotion.models import Upload
from omos.centres.promotion.views import upload_context, upload_sheet
from omos.office.sheets import export
from omos.office.sheets.queries import UnreadableFile
from omos.people import clock
from omos.people.access import ViewerRequest, needs

UploadView = Callable[[ViewerRequest, Upload], HttpResponseBase]


def _for_upload(view: UploadView) -> Callable[[ViewerRequest, int], HttpResponseBase]:
    """Find the upload."""

    @wraps(view)
    def found(request: ViewerRequest, upload_id: int) -> HttpResponseBase:
        upload = queries.upload_of(viewer=request.viewer, upload_id=upload_id)
        if upload is None:
            raise Http404
        return view(request, upload)

    return found


@require_http_methods(["GET", "HEAD", "POST"])
@needs("promotion.upload")
def ads(request: ViewerRequest) -> HttpResponse:
    """Drop files; one leads to its own page, several stay listed."""
    if request.method != "POST":
        return _drop_page(request, DropForm())
    form = DropForm(request.POST, request.FILES)
    if not form.is_valid():
        return _drop_page(request, form, status=422)
    taken = [upload for name, content in form.uploads for upload in _start(request, form, name, content)]
    if len(taken) == len(form.uploads) == 1:
        return redirect("promotion:upload", taken[0].pk)
    if taken:
        words = ngettext("%(n)s table read: look and book.", "%(n)s tables read: look and book.", len(taken))
        messages.success(request, words % {"n": len(taken)})
    return _drop_page(request, form, status=422) if form.errors else redirect("promotion:ads")


def _start(request: ViewerRequest, form: DropForm, name: str, content: bytes) -> list[Upload]:
    """Read one of the files; what cannot be read is said beside its name and stops no other."""
    try:
        return services.start_uploads(file_name=name, content=content, actor=request.viewer, now=clock.now())
    except (UnreadableFile, services.UploadStopped) as refusal:
        form.add_error("reports", f"{name}: {refusal}")
        return []


def _drop_page(request: ViewerRequest, form: DropForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "uploads": upload_context.listed(request.viewer), "fresh_at": queries.fresh_at()}
    return render(request, "promotion/ads.html", context | {"now": clock.now()}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("promotion.upload")
@_for_upload
def upload(request: ViewerRequest, upload: Upload) -> HttpResponseBase:
    """What the file says and what booking it would do; another way to read it is chosen here."""
    if request.method != "POST":
        return _upload_page(request, upload, ReadingForm(upload=upload))
    form = ReadingForm(request.POST, upload=upload)
    if not form.is_valid():
        return _upload_page(request, upload, form, status=422)
    try:
        services.choose_reading(upload=upload, choices=form.choices(), actor=request.viewer, now=clock.now())
    except (services.UploadStopped, UnreadableFile, queries.FileGone) as refusal:
        form.add_error(None, str(refusal))
        fresh = queries.upload_of(viewer=request.viewer, upload_id=upload.pk)
        return _upload_page(request, fresh or upload, form, status=422)
    return redirect("promotion:upload", upload.pk)


def _upload_page(
    request: ViewerRequest, upload: Upload, form: ReadingForm, *, fault: str = "", status: int = 200
) -> HttpResponse:
    if upload.is_under_way:
        return render(request, "promotion/booking.html", upload_context.under_way(upload), status=status)
    template = "promotion/upload.html" if upload.state == Upload.State.OPEN else "promotion/booked.html"
    try:
        reading = queries.reading_of(upload, today=clock.today())
    except (UnreadableFile, queries.FileGone) as refusal:
        context: dict[str, Any] = {"upload": upload, "fault": str(refusal)}
        return render(request, "promotion/gone.html", context, status=status)
    context = upload_context.page(upload, reading, form)
    return render(request, template, context | {"fault": fault, "now": clock.now()}, status=status)


@require_POST
@needs("promotion.upload")
@_for_upload
def book(request: ViewerRequest, upload: Upload) -> HttpResponseBase:
    """Book what the file says, all or nothing; a large one is left to the machine."""
    try:
        if services.is_large(upload):
            services.queue_booking(upload=upload, actor=request.viewer, now=clock.now(), true_now=clock.real_now())
            return redirect("promotion:upload", upload.pk)
        counts = services.book_upload(upload=upload, actor=request.viewer, now=clock.now())
    except (services.UploadStopped, UnreadableFile, queries.FileGone) as refusal:
        fresh = queries.upload_of(viewer=request.viewer, upload_id=upload.pk)
        if fresh is None or fresh.state != Upload.State.OPEN:
            messages.info(request, str(refusal))
            return redirect("promotion:upload", upload.pk) if fresh else redirect("promotion:ads")
        return _upload_page(request, fresh, ReadingForm(upload=fresh), fault=str(refusal), status=422)
    booked = counts["added"] + counts["updated"]
    words = ngettext("%(n)s row booked.", "%(n)s rows booked.", booked) % {"n": booked}
    messages.success(request, words if booked else _("Everything was booked so already; nothing changed."))
    return redirect("promotion:upload", upload.pk)


@require_safe
@needs("promotion.upload")
@_for_upload
def booking(request: ViewerRequest, upload: Upload) -> HttpResponseBase:
    """How far the machine is with the file; the page is drawn anew once it is done."""
    if not upload.is_under_way:
        return HttpResponseClientRefresh()
    return render(request, "promotion/_booking.html", upload_context.under_way(upload))


@require_POST
@needs("promotion.upload")
@_for_upload
def stop(request: ViewerRequest, upload: Upload) -> HttpResponseBase:
    """Call off a booking that has not ended."""
    try:
        services.stop_booking(upload=upload, actor=request.viewer, now=clock.now())
    except services.UploadStopped as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Called off; nothing was booked."))
    return redirect("promotion:upload", upload.pk)


@require_POST
@needs("promotion.upload")
@_for_upload
def take_back(request: ViewerRequest, upload: Upload) -> HttpResponseBase:
    """Withdraw what still stands of the file."""
    try:
        lines = services.take_back(upload=upload, actor=request.viewer, now=clock.now())
    except services.UploadStopped as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, ngettext("%(n)s line taken back.", "%(n)s lines taken back.", lines) % {"n": lines})
    return redirect("promotion:upload", upload.pk)


@require_POST
@needs("promotion.upload")
@_for_upload
def drop(request: ViewerRequest, upload: Upload) -> HttpResponseBase:
    """Give up an upload that is not booked."""
    try:
        services.drop_upload(upload=upload, actor=request.viewer, now=clock.now())
    except services.UploadStopped as refusal:
        messages.error(request, str(refusal))
        return redirect("promotion:upload", upload.pk)
    messages.success(request, _("Given up; nothing was booked."))
    return redirect("promotion:ads")


@require_safe
@needs("promotion.upload")
@_for_upload
def outcome(request: ViewerRequest, upload: Upload) -> HttpResponseBase:
    """The table as it was, with a last column that says what became of each line."""
    try:
        file = upload_sheet.outcome_sheet(upload, today=clock.today(), author=request.viewer.name)
    except (UnreadableFile, queries.FileGone) as refusal:
        messages.error(request, str(refusal))
        return redirect("promotion:upload", upload.pk)
    title = f"{upload.file_name.rpartition('.')[0] or upload.file_name} {_('checked')}"
    return FileResponse(
        file,
        as_attachment=True,
        filename=export.file_name(title, clock.today(), "xlsx"),
    )
