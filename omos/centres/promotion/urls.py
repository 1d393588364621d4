"""Addresses of the promotion room."""

from __future__ import annotations

from django.urls import path

from omos.centres.promotion.tables import AD_LINES, TALKS
from omos.centres.promotion.views import costs, uploads
from omos.office.sheets.lists import list_view

app_name = "promotion"
urlpatterns = [
    path("promotion/uploads/", uploads.ads, name="ads"),
    path("promotion/uploads/<int:upload_id>/", uploads.upload, name="upload"),
    path("promotion/uploads/<int:upload_id>/book/", uploads.book, name="book"),
    path("promotion/uploads/<int:upload_id>/booking/", uploads.booking, name="booking"),
    path("promotion/uploads/<int:upload_id>/stop/", uploads.stop, name="stop"),
    path("promotion/uploads/<int:upload_id>/take-back/", uploads.take_back, name="take_back"),
    path("promotion/uploads/<int:upload_id>/drop/", uploads.drop, name="drop"),
    path("promotion/uploads/<int:upload_id>/outcome/", uploads.outcome, name="outcome"),
    path("promotion/costs/", costs.costs, name="costs"),
    path("promotion/costs/export/", costs.export_costs, name="export_costs"),
    path("promotion/rebates/", costs.rebates, name="rebates"),
    path("promotion/rebates/<int:rebate_id>/drop/", costs.drop_rebate, name="drop_rebate"),
    path("promotion/lines/", list_view(AD_LINES), name="ad_lines"),
    path("promotion/talks/", list_view(TALKS), name="talks"),
]
