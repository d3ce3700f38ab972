"""The summary tables: choosing one, reading one, writing them to a file."""
