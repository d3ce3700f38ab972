"""Side-by-side measurements of every budget: `make bench`, or `python -m bench SECTION...`."""
