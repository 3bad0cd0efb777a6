"""Questions that a corpus can answer, made from its own sentences and titles."""
