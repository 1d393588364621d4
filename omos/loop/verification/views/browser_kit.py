"""The browser helper: made and ended by its person, and the one door through which it sends."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from omos.loop.verification import queries, services
from omos.loop.verification.browser_kit import bookmarklet, extension
from omos.loop.verification.forms import SentForm
from omos.loop.verification.queries.indexing import verdict_word
from omos.people.access import ViewerRequest, needs, public
from omos.people.clock import now


@require_safe
@needs("verification.send_index")
def helper(request: ViewerRequest) -> HttpResponse:
    """What the helper does, and how it is made and installed."""
    key = queries.helper_key(staff_id=request.viewer.own_staff_id)
    return render(request, "verification/helper.html", {"key": key})


@cache_control(no_store=True)
@require_POST
@needs("verification.send_index")
def make_helper(request: ViewerRequest) -> HttpResponse:
    """A fresh helper with a key of its own; shown this once."""
    key = services.make_helper_key(actor=request.viewer, now=now())
    page = {
        "key": queries.helper_key(staff_id=request.viewer.own_staff_id),
        "secret": key,
        "bookmarklet": bookmarklet(address=_receiver(request), key=key),
    }
    return render(request, "verification/helper.html", page)


@require_POST
@needs("verification.send_index")
def end_helper(request: ViewerRequest) -> HttpResponse:
    """End one's own key."""
    if services.end_helper_key(actor=request.viewer, now=now()):
        messages.success(request, _("The helper's key has ended."))
    return redirect("verification:helper")


@cache_control(no_store=True)
@sensitive_post_parameters("key")
@require_POST
@needs("verification.send_index")
def download_helper(request: ViewerRequest) -> HttpResponse:
    """The extension with its key inside, as a zip."""
    key = request.POST.get("key", "")
    if not services.is_own_key(key=key, viewer=request.viewer):
        messages.warning(request, _("This helper's key is not in force any more. Make a new one in OMOS."))
        return redirect("verification:helper")
    content = extension(address=_receiver(request), key=key)
    headers = {"Content-Disposition": 'attachment; filename="omos-helper.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


# The key is what lets in, and no cookie counts here: a foreign page can send nothing in a signed-in person's name.
@cache_control(no_store=True)
@csrf_exempt
@sensitive_post_parameters()
@require_POST
@public
def receive(request: HttpRequest) -> HttpResponse:
    """Take over a result page from the helper; JSON is answered with JSON, a form with a page."""
    is_json = request.content_type == "application/json"
    try:
        told = _told(request, is_json=is_json)
        key = _key_in(request, told)
        # Before anything else: strangers learn nothing of what is understood here.
        services.sender(key=key)
        form = SentForm(told)
        if not form.is_valid():
            return _refused(request, _("This is not what the helper sends."), status=422, is_json=is_json)
        received = services.receive_from_helper(key=key, sent=form.sent(), now=now())
    except services.KeyRefused as refusal:
        return _refused(request, str(refusal), status=403, is_json=is_json)
    except services.IndexRefused as refusal:
        return _refused(request, str(refusal), status=422, is_json=is_json)
    except RequestDataTooBig:
        return _refused(request, _("The page is larger than a result page ever is."), status=413, is_json=is_json)
    return _answer(request, received, is_json=is_json)


def _told(request: HttpRequest, *, is_json: bool) -> dict[str, Any]:
    if not is_json:
        return request.POST.dict()
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    # Numbers and the like where a text belongs are judged by their text.
    return {name: value if name == "rows" else str(value) for name, value in told.items()}


def _key_in(request: HttpRequest, told: dict[str, Any]) -> str:
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else str(told.get("key", ""))


def _answer(request: HttpRequest, received: services.Received, *, is_json: bool) -> HttpResponse:
    pages = [
        {
            "url": one.url,
            "title": one.title,
            "verdict": one.verdict,
            "word": verdict_word(one.verdict),
            "reason": one.reason,
        }
        for one in received.pages
    ]
    words = _summary(received)
    if is_json:
        told = {"engine": received.engine, "verdict": received.page_verdict, "query": received.query}
        return JsonResponse({**told, "new": received.new, "pages": pages, "message": words})
    return render(request, "verification/received.html", {"pages": pages, "words": words})


def _summary(received: services.Received) -> str:
    if received.page_verdict == "blocked":
        return _("The engine asked for a verification. Pass it, search again, then press the helper.")
    if not received.pages:
        return _("Nothing here is about a page of yours.")
    words = ngettext(
        "%(count)s page understood, %(new)s new.", "%(count)s pages understood, %(new)s new.", len(received.pages)
    )
    return words % {"count": len(received.pages), "new": received.new}


def _refused(request: HttpRequest, words: str, *, status: int, is_json: bool) -> HttpResponse:
    if is_json:
        return JsonResponse({"message": words}, status=status)
    return render(request, "verification/received.html", {"words": words, "is_refused": True}, status=status)


def _receiver(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("verification:receive"))
