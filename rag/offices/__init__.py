"""Who holds an office: the person who stands at it, and whether it is the one asked about."""
