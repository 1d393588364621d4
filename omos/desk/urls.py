"""Addresses of the desk."""

from django.urls import path

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
    path("help/", places.help_page, name="help"),
]
