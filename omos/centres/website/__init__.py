"""Website (网站建设): what colleagues ask of designer and programmer, what changed on the site, its columns.

In: websites, campaigns, assignments, people with their workdays.
Out: requests from asked to accepted, each an assignment with evidence like all other work; versions of a website that
explain turns of the figures; columns with owner and posts a week.
"""
