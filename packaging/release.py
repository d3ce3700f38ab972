"""Everything of a release in one folder, the same bytes wherever made: `python packaging/release.py dist/release`.

Both one-file programs, the bundle, what they are made of (CycloneDX), what changed, and SHA256SUMS.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import tarfile
from pathlib import Path

import bundle
from build_binary import pack, project, starter_requirement
from sources import PYTHON, SQLITE, ZLIB, version
from target import BUILD, MACHINES, ROOT, Target, run

CHANGES = ROOT / "CHANGELOG.md"


def changes(number: str) -> str:
    """The changelog's section of a version; of what is not released yet where it has none."""
    sections = re.split(r"(?m)^## ", CHANGES.read_text("utf-8"))[1:]
    named = {section.split("]")[0].lstrip("["): section for section in sections}
    return "## " + named.get(number, named["Unreleased"]).rstrip() + "\n"


def tar(folder: Path, made: Path, top: str) -> None:
    """A folder as an archive without owners, rights or times of this machine."""
    with tarfile.open(made, "w") as archive:
        for file in sorted(folder.iterdir()):
            entry = tarfile.TarInfo(f"{top}/{file.name}")
            entry.size, entry.mode = file.stat().st_size, 0o644
            archive.addfile(entry, io.BytesIO(file.read_bytes()))


def inside(target: Target) -> list[str]:
    """The Python packages in a one-file program, as requirements."""
    found = (target.folder / "modules").glob("*.dist-info")
    return sorted("==".join(folder.name.removesuffix(".dist-info").rsplit("-", 1)) for folder in found)


def compiled() -> list[dict[str, str]]:
    """What is compiled from source, as components of the bill of materials."""
    starter, compiler = starter_requirement().split("=="), f"{_version_of('ziglang')}"
    debian = [
        (name, version(name), f"pkg:deb/debian/{name}@{version(name)}?arch=source") for name in (PYTHON, SQLITE, ZLIB)
    ]
    others = [
        (starter[0], starter[1], f"pkg:pypi/{starter[0]}@{starter[1]}"),
        ("libunwind", compiler, f"pkg:pypi/ziglang@{compiler}"),
    ]
    return [
        {"type": "library", "bom-ref": f"compiled-{name}", "name": name, "version": number, "purl": purl}
        for name, number, purl in [*debian, *others]
    ]


def _version_of(package: str) -> str:
    return re.search(rf"(?m)^{package}==(.*)$", (ROOT / "constraints.txt").read_text("utf-8"))[1]  # type: ignore[index]


def bill_of_materials(target: Target, made: Path) -> None:
    """A CycloneDX file of what is inside: the tool lists the Python packages, we add what is compiled."""
    listed = BUILD / "inside.txt"
    listed.write_text("\n".join(inside(target)) + "\n", "utf-8")
    told = ("requirements", "--output-reproducible", "--spec-version", "1.5", "--pyproject", ROOT / "pyproject.toml")
    bill = json.loads(run(sys.executable, "-m", "cyclonedx_py", *told, listed))
    bill["components"] += compiled()
    made.write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> None:
    """Build all of it, sum it, and say what there is."""
    folder = Path(sys.argv[1]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    number = str(project()["version"])
    for machine in MACHINES:
        pack(Target(machine), folder / f"county-tui-{number}-{machine}")
    wheels = BUILD / "bundle"
    bundle.make(wheels)
    tar(wheels, folder / f"county-tui-{number}-bundle.tar", f"county-tui-{number}-bundle")
    bill_of_materials(Target("x86_64"), folder / f"county-tui-{number}.cdx.json")
    folder.joinpath(f"county-tui-{number}-changes.md").write_text(changes(number), "utf-8")
    folder.joinpath("SHA256SUMS").write_text(bundle.sums(folder), "utf-8")
    print(folder.joinpath("SHA256SUMS").read_text("utf-8"), end="")


if __name__ == "__main__":
    main()
