"""Daily counts of indexed pages: the trends, and the import of an engine's own table."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from omos.loop.verification import services
from omos.loop.verification.forms import CountsForm
from omos.loop.verification.index_trends import counts_above
from omos.loop.verification.models import Engine
from omos.office.sheets.queries import UnreadableFile
from omos.people.access import ViewerRequest, needs
from omos.people.clock import now

SHOWN_FAULTS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@needs("verification.import_index")
def index_counts(request: ViewerRequest) -> HttpResponse:
    """Import Baidu's daily counts for one website."""
    if request.method != "POST":
        return _draw(request, CountsForm())
    form = CountsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _draw(request, form, status=422)
    try:
        taken = services.import_index_counts(
            website_id=form.cleaned_data["website"].pk,
            engine=Engine.BAIDU,
            content=form.cleaned_data["table"].read(),
            actor=request.viewer,
            now=now(),
        )
    except (services.CountsRefused, UnreadableFile) as refusal:
        form.add_error("table", str(refusal))
        return _draw(request, form, status=422)
    messages.success(request, _told(taken))
    if taken.read.faults:
        messages.warning(request, _faults(taken))
    return redirect("verification:index_counts")


def _told(taken: services.CountsTaken) -> str:
    days = taken.new + taken.changed
    if not days:
        return _("Every day stood so already; nothing changed.")
    words = ngettext(
        "%(n)s day taken over: %(new)s new, %(changed)s changed.",
        "%(n)s days taken over: %(new)s new, %(changed)s changed.",
        days,
    )
    return words % {"n": days, "new": taken.new, "changed": taken.changed}


def _faults(taken: services.CountsTaken) -> str:
    """The lines that say no day or no count, by their numbers."""
    numbers = [str(number) for number, _text, _reason in taken.read.faults[:SHOWN_FAULTS]]
    words = ngettext(
        "%(n)s line could not be read: %(lines)s", "%(n)s lines could not be read: %(lines)s", len(numbers)
    )
    return words % {"n": len(taken.read.faults), "lines": ", ".join(numbers)}


def _draw(request: ViewerRequest, form: CountsForm, *, status: int = 200) -> HttpResponse:
    context = counts_above(request.viewer) | {"form": form}
    return render(request, "verification/index_counts.html", context, status=status)
