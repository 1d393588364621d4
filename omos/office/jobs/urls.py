from __future__ import annotations

from django.urls import path

from omos.office.jobs import health, health_page, views

app_name = "jobs"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("health/", health_page.health, name="health"),
    path("jobs/", views.runs, name="runs"),
    path("jobs/run/", views.run_soon, name="run_soon"),
]
