"""Files that come with a form."""

from __future__ import annotations

from typing import Any

from django import forms

from omos.office.files import services as files
from omos.people.access import ViewerRequest
from omos.people.clock import now

VERB = "website.open_files"
PICTURES = files.Limits(kinds=frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"}))


class NotKept(Exception):
    """A file was refused; the form says so at its field."""


def kept_file(
    request: ViewerRequest, form: forms.Form, name: str, *, limits: files.Limits = files.DEFAULT_LIMITS
) -> int | None:
    """Keep what was uploaded under this name, for everybody in the house; None where nothing was.

    :raises NotKept: if it is refused
    """
    upload: Any = form.cleaned_data.get(name)
    if not upload:
        return None
    try:
        stored = files.store(
            name=upload.name,
            content=upload,
            verb=VERB,
            staff_id=None,
            actor=request.viewer,
            now=now(),
            limits=limits,
        )
    except files.FileRefused as refusal:
        form.add_error(name, str(refusal))
        raise NotKept from refusal
    return stored.pk
