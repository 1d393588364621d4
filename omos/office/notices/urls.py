from __future__ import annotations

from django.urls import path

from omos.office.notices.tables import OUTBOX, ROBOTS
from omos.office.notices.views import inbox, robots
from omos.office.sheets.lists import list_view

app_name = "notices"

urlpatterns = [
    path("notices/", inbox.inbox, name="inbox"),
    path("notices/bell/", inbox.bell, name="bell"),
    path("notices/read/", inbox.mark_all_read, name="mark_all_read"),
    path("notices/preferences/", inbox.preferences, name="preferences"),
    path("notices/<int:notice_id>/open/", inbox.open_notice, name="open"),
    path("robots/", list_view(ROBOTS), name="robots"),
    path("robots/new/", robots.robot, name="new_robot"),
    path("robots/<int:robot_id>/", robots.robot, name="robot"),
    path("robots/<int:robot_id>/trial/", robots.try_robot, name="try_robot"),
    path("outbox/", list_view(OUTBOX), name="outbox"),
    path("mail-server/", robots.mail_server, name="mail_server"),
    path("mail-server/trial/", robots.try_mail, name="try_mail"),
]
