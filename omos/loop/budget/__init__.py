"""Budget (预算): the paid-budget formula both ways and the budget adopted for a month.

In: planned revenue or money, rates typed, preset or learnt from the ledger.
Out: spend, traffic, inquiries and deals per month and per day, for goals and every home.
"""
