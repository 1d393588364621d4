"""Addresses of the talent room."""

from __future__ import annotations

from django.urls import path

from omos.centres.talent.tables import STAFF
from omos.centres.talent.views import processes
from omos.office.sheets.lists import list_view

app_name = "talent"
urlpatterns = [
    path("people/", list_view(STAFF), name="staff"),
    path("processes/", processes.processes, name="processes"),
    path("processes/mine/", processes.my_process, name="my_process"),
    path("processes/<int:position_id>/", processes.process, name="process"),
    path("processes/<int:position_id>/write/", processes.write, name="write_process"),
    path("processes/<int:position_id>/versions/", processes.versions, name="versions"),
    path("processes/<int:position_id>/versions/<int:number>/", processes.version, name="version"),
    path("processes/<int:position_id>/versions/<int:number>/restore/", processes.restore, name="restore_version"),
    path("processes/<int:position_id>/documents/add/", processes.add_document, name="add_document"),
    path("processes/documents/<int:document_id>/drop/", processes.drop_document, name="drop_document"),
]
