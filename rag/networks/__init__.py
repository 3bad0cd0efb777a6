"""The small networks that read, and the numbers that they are given."""
