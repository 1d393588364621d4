"""Ledger (台账): what happened, as numbered facts that are only ever added, and the one list of measures.

In: facts posted by rooms that know (verification, imports, the daily data sheet).
Out: every figure on every page, with its source, freshness and rows.
"""
