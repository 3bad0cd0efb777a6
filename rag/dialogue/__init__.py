"""What a question leaves to the talk around it: its topic, or that it is no question."""
