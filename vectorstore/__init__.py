"""The write side: a folder of articles becomes a searchable generation on disk."""
