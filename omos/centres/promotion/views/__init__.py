"""Pages of the promotion room."""
