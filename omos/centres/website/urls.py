"""Addresses of the website room."""

from __future__ import annotations

from django.urls import path

from omos.centres.website import tables
from omos.centres.website.views import request, requests, site
from omos.office.sheets.lists import list_view

app_name = "website"
urlpatterns = [
    path("website/queue/", requests.queue, name="queue"),
    path("website/requests/", list_view(tables.REQUESTS), name="requests"),
    path("website/requests/new/", requests.ask, name="ask"),
    path("website/requests/<int:request_id>/", request.request_page, name="request"),
    path("website/requests/<int:request_id>/take/", request.take, name="take"),
    path("website/requests/<int:request_id>/hand-over/", request.hand_over, name="hand_over"),
    path("website/requests/<int:request_id>/put-back/", request.put_back, name="put_back"),
    path("website/requests/<int:request_id>/refuse/", request.refuse, name="refuse"),
    path("website/requests/<int:request_id>/accept/", request.accept, name="accept"),
    path("website/requests/<int:request_id>/send-back/", request.send_back, name="send_back"),
    path("website/requests/<int:request_id>/call-off/", request.call_off, name="call_off"),
    path("website/versions/", list_view(tables.VERSIONS), name="versions"),
    path("website/versions/new/", site.version, name="new_version"),
    path("website/versions/<int:version_id>/", site.version, name="version"),
    path("website/columns/", list_view(tables.COLUMNS), name="columns"),
    path("website/columns/new/", site.column, name="new_column"),
    path("website/columns/<int:column_id>/", site.column, name="column"),
]
