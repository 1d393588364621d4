"""Reports (报表): the day closing, and the daily report that writes itself from verified work.

In: assignments, evidence, standings, leave, the ledger; a person's problem and tomorrow.
Out: closed days per person, the daily report, comments and acknowledgements.
"""
