"""Views of sheets: the list pages of all rooms, and the import wizard."""
