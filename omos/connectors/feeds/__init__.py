"""文章源: what a website itself says it has published: feeds, sitemaps, list pages.

In flows an address; out flows a frozen ``Document``: its kind and the pages it names, with title, author
and moment where told.
``client`` fetches through the guarded door, conditionally; ``parse`` is pure and takes any bytes without failing.
Pages of other hosts and links that lead to no page are left out; entities are never expanded.
"""
