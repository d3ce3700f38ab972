"""Put the package and everything it needs in one folder: `python packaging/bundle.py dist/bundle`.

Wheel and sdist of the package, wheels of all dependencies for this platform at the versions of constraints.txt, and
SHA256SUMS. `pip install --no-index --find-links FOLDER county-tui` then installs without a network.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONSTRAINTS = ROOT / "constraints.txt"


def build(folder: Path) -> None:
    """The sdist, a wheel made from it, and the wheels it depends on."""
    with tempfile.TemporaryDirectory() as made:
        venv.create(made, with_pip=True)
        pip = [f"{made}/bin/python", "-m", "pip", "--disable-pip-version-check", "--quiet"]
        subprocess.run([*pip, "install", "build"], check=True)
        subprocess.run([f"{made}/bin/python", "-m", "build", "--outdir", folder, ROOT], check=True)
        wheel = next(folder.glob("county_tui-*.whl"))
        kept = ["--prefer-binary", "--constraint", CONSTRAINTS, "--wheel-dir", folder]
        subprocess.run([*pip, "wheel", *kept, f"{wheel}[encryption]"], check=True)


def sums(folder: Path) -> str:
    """The lines of SHA256SUMS, as `sha256sum --check` reads them."""
    files = sorted(file for file in folder.iterdir() if file.name != "SHA256SUMS")
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


def try_out(folder: Path) -> None:
    """Install from the folder alone, in a fresh place, and build the demo ledger."""
    with tempfile.TemporaryDirectory() as made:
        venv.create(made, with_pip=True)
        install = ["-m", "pip", "--isolated", "--quiet", "install", "--no-index", "--find-links", folder.resolve()]
        subprocess.run([f"{made}/bin/python", *install, "county-tui[encryption]"], check=True, cwd=made)
        subprocess.run([f"{made}/bin/county-tui", "demo"], check=True, cwd=made, stdin=subprocess.DEVNULL)


def make(folder: Path) -> None:
    """Build, sum, try."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    build(folder)
    folder.joinpath("SHA256SUMS").write_text(sums(folder), "utf-8")
    try_out(folder)


def main() -> None:
    """Make the bundle, and say what is in it."""
    folder = Path(sys.argv[1])
    make(folder)
    print(f"{folder}: {len(list(folder.iterdir()))} files")


if __name__ == "__main__":
    main()
