"""The map of the passages."""
