"""Keywords (关键词): the words the company wants to be found by, and the weekly keyword plan.

In: the library (typed, imported) and the supervisor's choice for the week.
Out: words with target, owner and day for the work plan, briefs and checks.
"""
