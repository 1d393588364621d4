"""Whole working days in a real browser, on the served demo company."""
