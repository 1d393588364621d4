"""How pages answer a press: saved and on, or the same page with what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

Refusals: TypeAlias = type[Exception] | tuple[type[Exception], ...]


def form_page(
    request: HttpRequest,
    form: Form,
    template: str,
    save: Callable[[], HttpResponse],
    *,
    refusals: Refusals,
    field: str | None = None,
    context: Mapping[str, Any],
) -> HttpResponse:
    """A page with one form; what `save` refuses stands at `field`, or above the form where there is none."""
    if request.method == "POST" and form.is_valid():
        try:
            return save()
        except refusals as refusal:
            form.add_error(field, getattr(refusal, "reasons", None) or str(refusal))
    return render(request, template, {**context, "form": form}, status=422 if form.is_bound else 200)


def saved(request: HttpRequest, words: str, *where: Any) -> HttpResponse:
    """Say that it is done, and go on."""
    messages.success(request, words)
    return redirect(*where)


def pressed(
    request: HttpRequest, act: Callable[[], object], words: str, *, refusals: Refusals, where: HttpResponse
) -> HttpResponse:
    """One press, one service; what it refuses is said on the page people come back to."""
    try:
        act()
    except refusals as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, words)
    return where
