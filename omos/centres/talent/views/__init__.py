"""Pages of working processes."""
