"""The articles: their table for everybody, their changes for the owner."""
