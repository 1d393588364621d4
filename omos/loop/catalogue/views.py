"""Pages of the catalogue: three lists, and one form for each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from omos.loop.catalogue import queries, services
from omos.loop.catalogue.forms import CampaignForm, ChannelForm, ProductForm
from omos.people import clock
from omos.people.access import RawView, ViewerRequest, needs


@dataclass(frozen=True)
class _Kind:
    """What differs between the three forms."""

    form: type[Any]
    rows: Callable[[], QuerySet[Any]]
    save: Callable[..., int]
    id_name: str
    new_title: Any
    route: str


_CHANNEL = _Kind(
    ChannelForm,
    queries.all_channels,
    services.save_channel,
    "channel_id",
    gettext_lazy("New channel"),
    "catalogue:channels",
)
_PRODUCT = _Kind(
    ProductForm,
    queries.products,
    services.save_product,
    "product_id",
    gettext_lazy("New product"),
    "catalogue:products",
)
_CAMPAIGN = _Kind(
    CampaignForm,
    queries.campaigns,
    services.save_campaign,
    "campaign_id",
    gettext_lazy("New campaign"),
    "catalogue:campaigns",
)


def _form_view(kind: _Kind) -> RawView[...]:
    @require_http_methods(["GET", "HEAD", "POST"])
    @needs("catalogue.manage")
    def view(request: ViewerRequest, row_id: int | None = None) -> HttpResponseBase:
        row = kind.rows().filter(pk=row_id).first() if row_id is not None else None
        if row_id is not None and row is None:
            raise Http404
        form = kind.form(request.POST if request.method == "POST" else None, row=row)
        if request.method != "POST":
            return _page(request, kind, form, row)
        return _save(request, kind, form, row)

    return view


def _save(request: ViewerRequest, kind: _Kind, form: Any, row: Any) -> HttpResponse:
    if not form.is_valid():
        return _page(request, kind, form, row, status=422)
    row_id: dict[str, Any] = {kind.id_name: row.pk if row else None}
    try:
        kind.save(draft=form.draft(), actor=request.viewer, now=clock.now(), **row_id)
    except services.CatalogueRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return _page(request, kind, form, row, status=422)
    messages.success(request, _("“%(name)s” saved.") % {"name": form.cleaned_data["name"]})
    return HttpResponseRedirect(reverse(kind.route))


def _page(request: ViewerRequest, kind: _Kind, form: Any, row: Any, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "title": str(row) if row else kind.new_title, "back_url": reverse(kind.route)}
    return render(request, "catalogue/form.html", context, status=status)


channel = _form_view(_CHANNEL)
product = _form_view(_PRODUCT)
campaign = _form_view(_CAMPAIGN)
