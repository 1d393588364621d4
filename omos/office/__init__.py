"""Office (内务): the house's own services for all rooms: jobs, files, sheets, notices."""
