"""Sizes of files as a person reads them."""


def size_text(count: int) -> str:
    """The size of any file, from its bytes: `640 KB`, `3.2 MB`; what is there takes at least 1 KB, an empty file 0."""
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{max(round(count / 1024), min(count, 1))} KB"
