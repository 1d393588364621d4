"""Addresses of the desk."""

from django.urls import path

from omos.desk.views import help as help_views
from omos.desk.views import homes, offline, places

app_name = "desk"
urlpatterns = [
    path("", homes.home, name="home"),
    path("my-day/", homes.my_day, name="my_day"),
    path("waiting/", places.waiting, name="waiting"),
    path("search/", places.search, name="palette"),
    path("settings/", places.settings, name="settings"),
    path("loop/", places.loop, name="loop"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("offline/", offline.offline, name="offline"),
    path("help/", help_views.help_start, name="help"),
    path("help/<slug:shelf>/<slug:name>/", help_views.help_page, name="help_page"),
    path("help/pictures/<slug:language>/<str:name>", help_views.help_picture, name="help_picture"),
]
