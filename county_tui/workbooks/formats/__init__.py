"""The file formats, each in a file: what a file really is, and its sheets as rows from A1."""
