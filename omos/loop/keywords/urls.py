"""Addresses of the keywords room."""

from django.urls import path

from omos.loop.keywords import views
from omos.loop.keywords.tables import PAGE, list_view

app_name = "keywords"
urlpatterns = [
    path("keywords/", list_view(PAGE), name="library"),
    path("keywords/new/", views.keyword, name="new"),
    path("keywords/<int:keyword_id>/", views.keyword, name="keyword"),
    path("keywords/week/", views.week, name="week"),
    path("keywords/week/propose/", views.propose, name="propose"),
    path("keywords/week/publish/", views.publish, name="publish"),
    path("keywords/week/<int:planned_id>/", views.planned, name="planned"),
    path("keywords/week/<int:planned_id>/drop/", views.drop, name="drop"),
]
