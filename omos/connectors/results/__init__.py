"""结果页: a search engine's result page, the same shape whichever engine drew it.

In flow the bytes of a saved page; out flows a frozen ``ResultPage``: verdict, total, organic results with their hosts.
Each engine's own folder knows its dialect; here is what all have in common, and what a page says about being indexed.
A block, a captcha or a page nobody understands is never "no results": what cannot be known is None.
"""
