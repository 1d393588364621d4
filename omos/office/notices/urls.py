from __future__ import annotations

from django.urls import path

from omos.office.notices import views

app_name = "notices"

urlpatterns = [
    path("notices/", views.inbox, name="inbox"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/read/", views.mark_all_read, name="mark_all_read"),
    path("notices/preferences/", views.preferences, name="preferences"),
    path("notices/<int:notice_id>/open/", views.open_notice, name="open"),
]
