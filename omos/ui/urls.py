from __future__ import annotations

from django.urls import path

from omos.ui import views

app_name = "ui"
urlpatterns = [path("ui/", views.components, name="components")]
