"""The chat: asking, the conversation, what the browser keeps of it."""
