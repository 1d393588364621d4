"""Talent (人才): the personnel file: who works here, found, filtered, exported, taken over from a table.

In: the people room's staff, tables that the personnel office has.
Out: the staff list, the import of staff, people found by the command palette.
"""
