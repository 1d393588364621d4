"""The centres (中心): where each role works, blind to one another."""
