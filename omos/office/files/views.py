"""Handing files out: always as attachments, never as pages."""

from __future__ import annotations

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from omos.office.files import queries
from omos.people.access import ViewerRequest, needs

# Even a browser that shows it anyway runs nothing in it and lets it reach nothing.
SANDBOX = "sandbox; default-src 'none'"


class Attachment(FileResponse):
    """Larger pieces, so that a thread is not held by a slow reader."""

    block_size = 1 << 16


@needs("files.download")
@require_safe
def download(request: ViewerRequest, file_id: int) -> FileResponse:
    """The file as an attachment."""
    try:
        stored = queries.open_file(request.viewer, file_id)
    except queries.FileUnknown as unknown:
        raise Http404 from unknown
    content = queries.path_of(stored).open("rb")
    response = Attachment(content, as_attachment=True, filename=stored.name, content_type=stored.content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response
