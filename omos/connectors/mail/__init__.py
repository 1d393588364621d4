"""邮件: one letter to one person by the company's own mail server (SMTP).

In flows a letter and the server's settings; out flows whether the server took it, and why not.
"""
