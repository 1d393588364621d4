"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from omos.loop.catalogue import tables, views
from omos.office.sheets.lists import list_view

app_name = "catalogue"
urlpatterns = [
    path("channels/", list_view(tables.CHANNELS), name="channels"),
    path("channels/new/", views.channel, name="new_channel"),
    path("channels/<int:row_id>/", views.channel, name="channel"),
    path("products/", list_view(tables.PRODUCTS), name="products"),
    path("products/new/", views.product, name="new_product"),
    path("products/<int:row_id>/", views.product, name="product"),
    path("campaigns/", list_view(tables.CAMPAIGNS), name="campaigns"),
    path("campaigns/new/", views.campaign, name="new_campaign"),
    path("campaigns/<int:row_id>/", views.campaign, name="campaign"),
]
