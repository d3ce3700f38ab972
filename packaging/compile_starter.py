"""The two small parts in C beside Python: PyInstaller's starter, and the unwinder that Rust's libraries ask for."""

from __future__ import annotations

import shutil
from pathlib import Path

import ziglang
from sources import starter_source
from target import C_FLAGS, ROOT, Target, run

PATCH = ROOT / "packaging" / "starter.patch"
UNWINDER = "libgcc_s.so.1"
UNWINDER_PARTS = (
    "libunwind.cpp", "UnwindLevel1.c", "UnwindLevel1-gcc-ext.c", "UnwindRegistersRestore.S", "UnwindRegistersSave.S",
    "gcc_personality_v0.c",
)  # fmt: skip

# What PyInstaller's own build finds out about a Linux of the last twenty years.
STARTER_FLAGS = (
    "-D_REENTRANT", "-D_DEFAULT_SOURCE", "-DPYI_USE_POSIX_SEMAPHORE", "-DHAVE_UNSETENV", "-DHAVE_MKDTEMP",
    "-DHAVE_DIRNAME", "-DHAVE_BASENAME", "-DHAVE_WCSDUP", "-DHAVE_STDBOOL_H",
)  # fmt: skip


def compile_starter(target: Target, requirement: str) -> Path:
    """PyInstaller's starter with zlib inside and our patch, so that it needs nothing but the C library."""
    made = target.folder / "starter"
    if not made.exists() or made.stat().st_mtime < PATCH.stat().st_mtime:
        target.make_tools()
        code = target.folder / "starter-source"
        shutil.rmtree(code, ignore_errors=True)
        shutil.copytree(starter_source(requirement) / "bootloader", code)
        run("patch", "--strip=1", "--input", PATCH, cwd=code)
        files = [file for file in sorted(code.glob("src/*.c")) if "win32" not in file.name]
        include = (f"-I{code}/src", f"-I{code}/zlib")
        libraries = ("-ldl", "-lpthread", "-lm")
        files += sorted(code.glob("zlib/*.c"))
        run(target.tool("cc"), *C_FLAGS, "-s", *STARTER_FLAGS, *include, *files, *libraries, "-o", made)
    return made


def compile_unwinder(target: Target) -> Path:
    """`libgcc_s.so.1` from LLVM's unwinder, which the compiler brings as source.

    Wheels with Rust inside link it. This machine's own asks for its own, newer C library, and a bare root has none.
    """
    made = target.folder / UNWINDER
    if not made.exists():
        target.make_tools()
        source = Path(ziglang.__file__).parent / "lib" / "libunwind"
        flags = ("-fno-exceptions", "-fno-rtti", "-funwind-tables", f"-I{source}/include", f"-I{source}/src")
        objects = []
        for part in UNWINDER_PARTS:
            objects.append(target.folder / "objects" / f"{part}.o")
            objects[-1].parent.mkdir(parents=True, exist_ok=True)
            run(
                target.tool("cc"),
                *C_FLAGS,
                *flags,
                "-c",
                source / "src" / part,
                "-o",
                objects[-1],
                log=target.folder / "unwinder.log",
            )
        named = ("-shared", "-s", f"-Wl,-soname,{UNWINDER}", f"-Wl,--version-script={ROOT}/packaging/libgcc_s.map")
        run(target.tool("cc"), *named, *objects, "-ldl", "-lpthread", "-o", made)
    return made
