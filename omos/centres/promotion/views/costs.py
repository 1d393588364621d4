"""What a valid inquiry costs: the table, its export; rebates; the rows behind the figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omos.centres.promotion import queries, services
from omos.centres.promotion.forms import CostsForm, RebateForm
from omos.centres.promotion.views.cost_context import cost_page, name_of
from omos.formulas.keyword_costs import Cost, Split
from omos.office.sheets import export
from omos.people import clock
from omos.people.access import ViewerRequest, may, needs


def _asked(request: ViewerRequest) -> CostsForm:
    """The period asked for, else the month of the reports booked last, else the last thirty days."""
    today = clock.today()
    first, last = queries.latest_days() or (today - timedelta(days=29), today)
    values = {"first": first.isoformat(), "last": last.isoformat(), "split": Split.KEYWORD.value}
    return CostsForm(values | {name: text for name, text in request.GET.items() if name in values and text})


@require_safe
@needs("promotion.view")
def costs(request: ViewerRequest) -> HttpResponse:
    """Cost per conversation, inquiry and valid inquiry, by keyword, campaign or channel."""
    form = _asked(request)
    if not form.is_valid():
        return render(request, "promotion/costs.html", {"form": form, "now": clock.now()}, status=422)
    table = _table(form)
    rights = {
        "may_upload": may(request.viewer, "promotion.upload"),
        "may_rebate": may(request.viewer, "promotion.manage_rebates"),
    }
    return render(request, "promotion/costs.html", cost_page(table, form) | rights | {"now": clock.now()})


def _table(form: CostsForm) -> queries.CostTable:
    typed: dict[str, Any] = form.cleaned_data
    split = Split(typed["split"] or Split.KEYWORD)
    return queries.cost_table(first=typed["first"], last=typed["last"], split=split)


@require_safe
@needs("promotion.view")
def export_costs(request: ViewerRequest) -> HttpResponseBase:
    """The table as a workbook, sums in the last row."""
    form = _asked(request)
    if not form.is_valid():
        return redirect("promotion:costs")
    table = _table(form)
    heads = [
        *(_("Channel"), _("Keyword or campaign"), _("Impressions"), _("Clicks"), _("Spend (¥)"), _("Cash spend (¥)")),
        *(_("Conversations"), _("Inquiries"), _("Valid inquiries"), _("Not judged yet"), _("Won"), _("Revenue (¥)")),
        *(_("Cost per click (¥)"), _("Cost per conversation (¥)"), _("Cost per inquiry (¥)")),
        *(_("Cost per valid inquiry (¥)"), _("Cost per deal (¥)")),
    ]
    title = _("Cost per valid inquiry")
    with export.write_xlsx(title=title, heads=heads, rows=_export_rows(table), author=request.viewer.name) as file:
        content = BytesIO(file.read())
    name = export.file_name(f"{title} {table.first} {table.last}", clock.today(), "xlsx")
    return FileResponse(content, as_attachment=True, filename=name)


def _export_rows(table: queries.CostTable) -> Iterator[list[export.Value]]:
    for row in table.rows:
        yield _export_row(row, *name_of(row, table))
    yield _export_row(table.total, _("Total"), "")


def _export_row(row: Cost, channel: str, name: str) -> list[export.Value]:
    counts = [row.conversations, row.inquiries, row.valid, row.unjudged, row.won]
    per = [row.per(one) for one in ("clicks", "conversations", "inquiries", "valid", "won")]
    return [
        *(channel, name, row.impressions, row.clicks, _yuan(row.spend), _yuan(row.cash)),
        *counts,
        _yuan(row.revenue),
        *("—" if value is None else _yuan(value) for value in per),
    ]


def _yuan(cents: int | Decimal) -> Decimal:
    return (Decimal(cents) / 100).quantize(Decimal("0.01"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("promotion.manage_rebates")
def rebates(request: ViewerRequest) -> HttpResponse:
    """Rebates by channel and period."""
    if request.method != "POST":
        return _rebates_page(request, RebateForm())
    form = RebateForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            services.save_rebate(
                channel_id=typed["channel"].pk,
                first_day=typed["first_day"],
                last_day=typed["last_day"],
                basis_points=form.basis_points(),
                actor=request.viewer,
                now=clock.now(),
            )
        except services.RebateRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Rebate of %(channel)s saved.") % {"channel": typed["channel"]})
            return redirect("promotion:rebates")
    return _rebates_page(request, form, status=422)


def _rebates_page(request: ViewerRequest, form: RebateForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "rebates": list(queries.rebates())}
    return render(request, "promotion/rebates.html", context, status=status)


@require_POST
@needs("promotion.manage_rebates")
def drop_rebate(request: ViewerRequest, rebate_id: int) -> HttpResponse:
    """Take a rebate out."""
    services.drop_rebate(rebate_id=rebate_id, actor=request.viewer, now=clock.now())
    messages.success(request, _("Rebate taken out."))
    return redirect("promotion:rebates")
