"""Addresses of sheets: the import wizard. List pages are mounted by their rooms."""

from __future__ import annotations

from django.urls import path

from omos.office.sheets.views import imports

app_name = "sheets"
urlpatterns = [
    path("imports/", imports.runs, name="runs"),
    path("imports/<slug:code>/", imports.start_import, name="start_import"),
    path("imports/<slug:code>/template.xlsx", imports.import_template, name="import_template"),
    path("imports/<slug:code>/<int:run_id>/columns/", imports.import_columns, name="import_columns"),
    path("imports/<slug:code>/<int:run_id>/sheet/", imports.choose_sheet, name="choose_sheet"),
    path("imports/<slug:code>/<int:run_id>/check/", imports.import_check, name="import_check"),
    path("imports/<slug:code>/<int:run_id>/mend/", imports.mend_row, name="mend_row"),
    path("imports/<slug:code>/<int:run_id>/replace/", imports.replace_text, name="replace_text"),
    path("imports/<slug:code>/<int:run_id>/recheck/", imports.recheck_import, name="recheck_import"),
    path("imports/<slug:code>/<int:run_id>/skip/", imports.skip_rows, name="skip_rows"),
    path("imports/<slug:code>/<int:run_id>/duplicates/", imports.import_duplicates, name="import_duplicates"),
    path("imports/<slug:code>/<int:run_id>/write/", imports.write_import, name="write_import"),
    path("imports/<slug:code>/<int:run_id>/progress/", imports.write_progress, name="write_progress"),
    path("imports/<slug:code>/<int:run_id>/result/", imports.import_result, name="import_result"),
    path("imports/<slug:code>/<int:run_id>/result.xlsx", imports.download_result, name="download_result"),
    path("imports/<slug:code>/<int:run_id>/undo/", imports.undo_import, name="undo_import"),
    path("imports/<slug:code>/<int:run_id>/drop/", imports.drop_import, name="drop_import"),
]
