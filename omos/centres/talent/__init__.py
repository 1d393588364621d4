"""Talent (人才): the personnel file: who works here, found, filtered, taken over from a table, and how their work goes.

In: the people room's staff and positions, tables that the personnel office has, pages the desk declares.
Out: the staff list, the import of staff, people found by the command palette, the working process of each position.
"""
