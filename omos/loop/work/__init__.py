"""Work (工作): categories, the weekly work plan, assignments, hand-in and evidence.

In: goals, the keyword plan, capacity, leave; the links people hand in.
Out: assignments for each person and day, evidence for verification, planned and handed-in counts.
"""
