"""Addresses of the verification room."""

from django.urls import path

from omos.loop.verification.views import desk, pieces

app_name = "verification"
urlpatterns = [
    path("verify/", desk.desk, name="desk"),
    path("verify/mine/", pieces.mine, name="mine"),
    path("verify/<int:evidence_id>/decide/", desk.decide, name="decide"),
    path("verify/<int:evidence_id>/beside/<int:other_id>/", pieces.beside, name="beside"),
    path("verify/decisions/<int:decision_id>/undo/", desk.undo, name="undo"),
    path("evidence/<int:evidence_id>/", pieces.evidence, name="evidence"),
    path("evidence/<int:evidence_id>/recheck/", pieces.recheck, name="recheck"),
    path("evidence/<int:evidence_id>/withdraw/", pieces.withdraw, name="withdraw"),
    path("evidence/<int:evidence_id>/ask/", pieces.request_look, name="request_look"),
]
