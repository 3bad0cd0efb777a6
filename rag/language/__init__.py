"""What Vietnamese words are, whatever is asked: built how, and of which kind."""
