from __future__ import annotations

from django.urls import path

from omos.office.jobs import health, views

app_name = "jobs"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("jobs/", views.runs, name="runs"),
    path("jobs/run/", views.run_soon, name="run_soon"),
]
