"""Addresses of the verification room."""

from django.urls import path

from omos.loop.verification.crawler_list import CRAWLER_PAGE
from omos.loop.verification.tables import INDEX_PAGE
from omos.loop.verification.views import browser_kit, desk, index_counts, indexing, logs, pieces
from omos.office.sheets.lists import list_view

app_name = "verification"
urlpatterns = [
    path("verify/", desk.desk, name="desk"),
    path("verify/mine/", pieces.mine, name="mine"),
    path("verify/<int:evidence_id>/decide/", desk.decide, name="decide"),
    path("verify/<int:evidence_id>/beside/<int:other_id>/", pieces.beside, name="beside"),
    path("verify/decisions/<int:decision_id>/undo/", desk.undo, name="undo"),
    path("indexing/", list_view(INDEX_PAGE), name="index"),
    path("indexing/visits/", list_view(CRAWLER_PAGE), name="crawler_visits"),
    path("indexing/counts/", index_counts.index_counts, name="index_counts"),
    path("indexing/logs/", logs.logs, name="logs"),
    path("indexing/logs/<int:upload_id>/piece/", logs.add_piece, name="log_piece"),
    path("indexing/logs/<int:upload_id>/", logs.progress, name="log_progress"),
    path("indexing/logs/<int:upload_id>/drop/", logs.drop, name="drop_log"),
    path("indexing/<int:state_id>/", indexing.index_page, name="index_page"),
    path("indexing/<int:state_id>/enter/", indexing.enter, name="enter_index"),
    path("indexing/helper/", browser_kit.helper, name="helper"),
    path("indexing/helper/make/", browser_kit.make_helper, name="make_helper"),
    path("indexing/helper/end/", browser_kit.end_helper, name="end_helper"),
    path("indexing/helper/download/", browser_kit.download_helper, name="download_helper"),
    path("indexing/receive/", browser_kit.receive, name="receive"),
    path("evidence/<int:evidence_id>/", pieces.evidence, name="evidence"),
    path("evidence/<int:evidence_id>/recheck/", pieces.recheck, name="recheck"),
    path("evidence/<int:evidence_id>/withdraw/", pieces.withdraw, name="withdraw"),
    path("evidence/<int:evidence_id>/ask/", pieces.request_look, name="request_look"),
]
