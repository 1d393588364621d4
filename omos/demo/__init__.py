"""Demo (示例): a believable company with fourteen months of history, written through services only.

In: a seed and a day.
Out: a whole company to look at, removable without trace.
"""
