"""How many questions the server reads at a time, and the names by which it tells them apart."""

AT_ONCE = 4  # questions that are read at the same time by one door; the others wait
MOST_WAITING = 64  # questions that may wait there; one more is told to come back
ASKING = "asking"  # the queue for questions: each language's page has one of its own
MCP_PATH = "/mcp"
