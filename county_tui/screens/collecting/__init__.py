"""Collecting: the board of a period, and the sums of what came in."""
