"""Addresses of the budget room."""

from django.urls import path

from omos.loop.budget.views import formula

app_name = "budget"
urlpatterns = [
    path("budget/", formula.formula, name="formula"),
    path("budget/keep/", formula.keep, name="keep"),
    path("budget/adopt/", formula.adopt, name="adopt"),
]
