"""Finding the header of a table and its columns."""
