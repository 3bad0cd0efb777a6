"""How many questions are read at a time, and the names by which they are known as such."""

# At each of three doors, which know nothing of each other: the page in either language, with
# Gradio's API beside the Vietnamese one, and plain HTTP with MCP.
AT_ONCE = 4  # questions that are read at the same time; the others wait
MOST_WAITING = 64  # questions that may wait; one more is told to come back

ASKING = "asking"  # the page's queue for questions
MCP_PATH = "/mcp"
