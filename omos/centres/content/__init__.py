"""Content centre (资讯编辑中心), for now its watch over our own websites: new articles are found, not handed in.

In: list pages, sitemaps and feeds of our websites; the week's assignments, words and their owners.
Out: found pages with author and assignment, counted as evidence by the work room or shown to a person to decide.
"""
