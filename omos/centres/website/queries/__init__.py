"""Reading the website room: requests, the makers' queue, how requests fare, versions, columns."""

from omos.centres.website.queries.figures import Figures, figures, longest_waiting
from omos.centres.website.queries.next_steps import next_steps
from omos.centres.website.queries.queue import Load, Queue, QueueRow, free_days, loads, proposed_day, queue
from omos.centres.website.queries.requests import (
    StepSeen,
    addressees,
    open_states,
    request_seen,
    requests,
    steps_of,
    to_accept,
    to_make,
)
from omos.centres.website.queries.site import (
    VersionMark,
    columns,
    requests_of_version,
    unversioned,
    version_marks,
    versions,
)

__all__ = [
    "Figures",
    "Load",
    "Queue",
    "QueueRow",
    "StepSeen",
    "VersionMark",
    "addressees",
    "columns",
    "figures",
    "free_days",
    "loads",
    "longest_waiting",
    "next_steps",
    "open_states",
    "proposed_day",
    "queue",
    "request_seen",
    "requests",
    "requests_of_version",
    "steps_of",
    "to_accept",
    "to_make",
    "unversioned",
    "version_marks",
    "versions",
]
