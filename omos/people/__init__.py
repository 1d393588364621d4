"""People (组织): company, calendar, departments, positions, staff, users, roles, policy, trail.

In: what the administrator enters or imports, the calendar package, sign-ins.
Out: who somebody is (`Viewer`), whose rows they may see (`queries.staff_in_scope`), which days count, who did what.
"""
