"""Addresses of the work room."""

from django.urls import path

from omos.loop.work.views import ad_hoc, hand_in, week

app_name = "work"
urlpatterns = [
    path("work/week/", week.week, name="week"),
    path("work/week/generate/", week.generate, name="generate"),
    path("work/week/publish/", week.publish, name="publish"),
    path("work/week/<int:staff_id>/<str:day>/", week.cell, name="cell"),
    path("work/ad-hoc/", ad_hoc.ad_hoc, name="ad_hoc"),
    path("work/hand-in/", hand_in.hand_in, name="hand_in"),
    path("work/hand-in/preview/", hand_in.preview, name="preview"),
    path("work/hand-in/<int:assignment_id>/", hand_in.hand_in_note, name="hand_in_note"),
    path("work/evidence/<int:evidence_id>/withdraw/", hand_in.withdraw, name="withdraw"),
    path("work/assignments/<int:assignment_id>/", hand_in.brief, name="brief"),
    path("work/categories/", ad_hoc.categories, name="categories"),
    path("work/categories/new/", ad_hoc.category, name="category_new"),
    path("work/categories/<int:category_id>/", ad_hoc.category, name="category"),
]
