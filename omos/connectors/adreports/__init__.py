"""Report exports of advertising platforms, of chat tools and the company's own sheets, understood without a network.

In: the lines of a table, as the sheets room reads them from a file.
Out: which platform wrote it, what its columns say, every row parsed, refused or passed over with a reason, the sums.
"""
