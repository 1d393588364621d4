"""Addresses of the reports room."""

from django.urls import path

from omos.loop.reports.views import daily, day, kept, sending, work

app_name = "reports"
urlpatterns = [
    path("day-closing/", day.day, name="day"),
    path("day-closing/rows/", day.rows, name="pieces"),
    path("day-closing/remind/", day.remind, name="remind"),
    path("day-closing/send/", sending.send_day, name="send_day"),
    path("day-closing/picture/", day.picture, name="day_picture"),
    path("day-closing/export/", day.export_day, name="day_export"),
    path("day-closing/<int:staff_id>/<str:day>/reopen/", day.reopen, name="reopen"),
    path("daily-report/", daily.daily, name="daily"),
    path("daily-report/picture/", daily.picture, name="daily_picture"),
    path("daily-report/draft/", daily.draft, name="draft"),
    path("daily-report/submit/", daily.submit, name="submit"),
    path("daily-report/kept/", kept.kept, name="kept"),
    path("daily-report/acknowledge/", daily.acknowledge, name="acknowledge"),
    path("daily-report/<int:report_id>/comment/", daily.comment, name="comment"),
    path("work-report/<str:centre>/", work.work, name="work"),
    path("work-report/<str:centre>/picture/", work.picture, name="work_picture"),
    path("work-report/<str:centre>/export/", work.export_work, name="work_export"),
]
