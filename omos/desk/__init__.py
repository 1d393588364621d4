"""Desk (工作台): role homes, my day, search and the menu of the four centres; reads everything, computes nothing.

In: queries of every room.
Out: the first screen of each role, the shell around every page.
"""
