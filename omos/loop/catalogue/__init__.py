"""Catalogue (名录): channels, products and campaigns, the nouns that every figure is split by.

In: what the company sells and where its visitors come from.
Out: the dimensions of facts, goals, budgets and work.
"""
