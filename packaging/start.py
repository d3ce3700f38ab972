"""Where the one-file program starts."""

import sys

import pyimod02_importers  # PyInstaller's, inside the file

from county_tui.program_file import hold

# It opens the file anew for every module it loads, by name; a newer file may stand there by then.
pyimod02_importers.pyz_archive._filename = hold(sys.executable)

from county_tui.cli import main  # noqa: E402

main()
