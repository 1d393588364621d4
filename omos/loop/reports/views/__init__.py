"""Pages of the reports room: the day closing, the daily report, the work report of a centre."""
