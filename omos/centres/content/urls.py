"""Addresses of the content room."""

from __future__ import annotations

from django.urls import path

from omos.centres.content.tables import FOUND
from omos.centres.content.views import pages, sources
from omos.office.sheets.lists import list_view

app_name = "content"
urlpatterns = [
    path("content/found/", list_view(FOUND), name="found"),
    path("content/day/", pages.day, name="day"),
    path("content/found/<int:page_id>/", pages.page, name="page"),
    path("content/found/<int:page_id>/claim/", pages.claim, name="claim"),
    path("content/found/<int:page_id>/give/", pages.give, name="give"),
    path("content/found/<int:page_id>/take-back/", pages.take_back, name="take_back"),
    path("content/found/<int:page_id>/ignore/", pages.ignore, name="ignore"),
    path("content/sources/", sources.sources, name="sources"),
    path("content/sources/search/", sources.search, name="search"),
    path("content/sources/watch/", sources.watch, name="watch"),
    path("content/sources/<int:source_id>/pause/", sources.pause, name="pause"),
    path("content/sources/<int:source_id>/resume/", sources.resume, name="resume"),
    path("content/sources/<int:source_id>/look/", sources.look, name="look"),
    path("content/pen-names/", sources.pen_name, name="pen_name"),
    path("content/pen-names/<int:pen_name_id>/drop/", sources.drop_pen_name, name="drop_pen_name"),
]
