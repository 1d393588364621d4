"""Jobs (后台作业): the machine's own work, triggered by period, single-flight by lease, every run on record.

In: the jobs that rooms declare.
Out: runs with result and duration, the age of the oldest due row, the jobs page.
"""
