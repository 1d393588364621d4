"""必应: the result pages of Bing, as HTML and as RSS."""
