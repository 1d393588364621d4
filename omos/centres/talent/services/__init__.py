"""Changing the personnel file: staff taken over from tables, working processes and their documents."""

from omos.centres.talent.services.defaults import ensure_processes
from omos.centres.talent.services.documents import DocumentRefused, add_document, drop_document
from omos.centres.talent.services.processes import ProcessRefused, restore_version, write_process
from omos.centres.talent.services.staff import departments, existing, kinds, move, positions, undo, write

__all__ = [
    "DocumentRefused",
    "ProcessRefused",
    "add_document",
    "departments",
    "drop_document",
    "ensure_processes",
    "existing",
    "kinds",
    "move",
    "positions",
    "restore_version",
    "undo",
    "write",
    "write_process",
]
