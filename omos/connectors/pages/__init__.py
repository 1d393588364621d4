"""网页: one web page, fetched and understood as a reader sees it.

In flows a link; out flows a frozen ``Page``: title, headings, visible text, main text, robots, date, author, walls.
``client`` fetches through the guarded door, ``parse`` is pure and takes any bytes without failing.
Hidden text does not count; what cannot be known is None, never a guess sold as fact.
"""
