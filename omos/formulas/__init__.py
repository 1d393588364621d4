"""公式 The know-how of the trade as pure calculation: no Django, no clock, no files, no network.

Numbers and dates flow in as arguments, frozen values flow out. Money is ``Decimal``; it is rounded in
``rounding`` only, and shares that must add up are allotted there by largest remainder.
Every module has a page in ``docs/formulas/`` whose worked example is a test.
"""
