"""Goals (目标): what a company, department or person is to reach in a period, as a measure or as a milestone.

In: the supervisor's month goal and its cascade; actuals from the ledger.
Out: targets, pace and forecast for budget, keywords, work, reports and every home.
"""
