"""Source code of what is compiled: from Debian's source packages and the package index, by their ordinary clients."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from target import BUILD, environment, run

RELEASE = "trixie"
"""The Debian release whose sources we take: stable, so it gets security fixes and does not change otherwise."""

PYTHON = "python3.13"
SQLITE, ZLIB = "sqlite3", "zlib"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def fetched(package: str) -> Path:
    """The unpacked, patched source of a Debian package; fetched once."""
    folder = BUILD / "sources" / package
    if not list(folder.glob("*.dsc")) or not _unpacked(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _fetch(package, folder)
    return _unpacked(folder)[0]


def version(package: str) -> str:
    """The Debian version of a fetched source."""
    description = next((BUILD / "sources" / package).glob("*.dsc")).read_text("utf-8", errors="replace")
    return re.search(r"^Version: (\S+)", description, re.M)[1]  # type: ignore[index]


def starter_source(requirement: str) -> Path:
    """PyInstaller's source, which holds the code of its starter; fetched once."""
    folder = BUILD / "sources" / "starter"
    if not _unpacked(folder):
        folder.mkdir(parents=True, exist_ok=True)
        pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps")
        run(*pip, "--no-binary", "pyinstaller", "--dest", folder, requirement, log=folder / "download.log")
        run("tar", "--extract", "--file", next(folder.glob("*.tar.gz")), "--directory", folder)
    return _unpacked(folder)[0]


def _unpacked(folder: Path) -> list[Path]:
    return [found for found in folder.glob("*") if found.is_dir()]


def _fetch(package: str, folder: Path) -> None:
    """Take the newest version that can be had: an index may name one that its mirror has not got yet."""
    options = _apt_options()
    known = run("apt-cache", *options, "showsrc", package)
    versions = sorted(set(re.findall(r"^Version: (\S+)", known, re.M)), key=lambda one: (len(one), one), reverse=True)
    for one in versions:
        command = ["apt-get", *options, "--quiet", "source", f"{package}={one}"]
        if not subprocess.run(command, cwd=folder, env=environment(), capture_output=True).returncode:
            return
        print(f"{package} {one} cannot be had, trying the one before it", file=sys.stderr)
    raise SystemExit(f"no source of {package} in {RELEASE}: {versions}")


def _apt_options() -> list[str]:
    """apt with lists of its own, so that the machine's are left alone and no rights are needed."""
    home = BUILD / "apt"
    options = [
        *("-o", f"Dir::Etc::SourceList={home}/sources.list", "-o", "Dir::Etc::SourceParts=/dev/null"),
        *("-o", f"Dir::State::lists={home}/lists", "-o", f"Dir::Cache={home}/cache", "-o", "APT::Sandbox::User="),
    ]
    if not (home / "lists").exists():
        for name in ("lists/partial", "cache/archives/partial"):
            home.joinpath(name).mkdir(parents=True, exist_ok=True)
        home.joinpath("sources.list").write_text("".join(_places()), "utf-8")
        run("apt-get", *options, "--quiet", "update", log=home / "update.log")
    return options


def _places() -> list[str]:
    """Where sources come from: the mirrors that this machine's own packages come from."""
    own = re.search(r"^VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text("utf-8"), re.M)[1]  # type: ignore[index]
    told = run("apt-get", "indextargets", "--format", "$(SITE) $(RELEASE)").splitlines()
    sites = {release: site for site, release in (line.split() for line in set(told))}
    suites = {RELEASE: sites.get(own), f"{RELEASE}-security": sites.get(f"{own}-security")}
    return [f"deb-src [signed-by={KEYRING}] {site} {suite} main\n" for suite, site in suites.items() if site]
