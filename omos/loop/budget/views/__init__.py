"""Pages of the budget room."""
