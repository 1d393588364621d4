"""Promotion centre (宣传推广中心), its advertising part: what platforms, chat tools and customers' lists report.

In: report exports, chat exports and customer sheets as they were downloaded.
Out: spend, clicks, impressions and inquiries per channel, keyword and day in the ledger, cash spend after rebates, and
what one valid inquiry costs per keyword, campaign and channel.
"""
