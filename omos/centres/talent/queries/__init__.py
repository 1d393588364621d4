"""Reading the personnel file: staff, working processes with their versions and documents."""

from omos.centres.talent.queries.processes import (
    Process,
    ProcessDraft,
    ProcessRow,
    StepDraft,
    StepView,
    draft_of,
    my_process,
    process,
    processes,
    standing_draft,
    steps_due,
    weekday_names,
)
from omos.centres.talent.queries.staff import staff
from omos.centres.talent.queries.versions import Change, VersionView, newest_number, versions

__all__ = [
    "Change",
    "Process",
    "ProcessDraft",
    "ProcessRow",
    "StepDraft",
    "StepView",
    "VersionView",
    "draft_of",
    "my_process",
    "newest_number",
    "process",
    "processes",
    "staff",
    "standing_draft",
    "steps_due",
    "versions",
    "weekday_names",
]
