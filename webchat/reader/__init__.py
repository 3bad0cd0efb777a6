"""The article beside the conversation, opened at a quote."""
