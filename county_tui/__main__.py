"""`python -m county_tui`."""

from county_tui.cli import main

if __name__ == "__main__":
    main()
