"""The house style (界面): tokens, shell, components, charts and formats.

Flows in: plain values that a room hands to its template. Flows out: pages that all look and behave alike.
Knows no business and has no tables.
"""
