"""访问日志: the access log of a web server or content network, read as a stream of requests.

In flows a file, plain, gzip or bzip2, of any size; out flow requests, bad lines with their reason, and which crawler a
request claims to be. The format is recognised by itself. A user agent is a claim: whoever it really was stays unknown.
"""
