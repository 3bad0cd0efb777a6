"""What an evaluation came to, for a terminal and as a page of its own."""
