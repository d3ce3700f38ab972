"""Where the one-file program starts."""

from county_tui.cli import main

main()
