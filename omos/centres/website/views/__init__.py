"""Pages of the website room."""
