"""Sheets (表格): one contract for every list page, saved views, export and the five-step import wizard.

In: list pages and importers that rooms declare.
Out: lists that behave alike, files without formulas, imports that check every row before anything is written.
"""
