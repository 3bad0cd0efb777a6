"""The server: what it lets in, how often, and with which headers."""
