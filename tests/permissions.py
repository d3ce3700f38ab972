"""The administrator made to keep to the permissions of files, wherever the project stands."""

from __future__ import annotations

import ctypes
import os

_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2
_PR_CAPBSET_DROP = 24
_VERSION_3 = 0x20080522


def obey_permissions() -> None:
    """Let this process, and what it runs, write and read only what permissions allow: also as root, who still owns.

    Nothing for anyone else. From capabilities(7): what is taken from the bounding set does not come back by exec.
    """
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    held = (ctypes.c_uint32 * 6)()
    if libc.capget(header, held):
        raise OSError(ctypes.get_errno(), "capget")
    for kind in range(3):  # effective, permitted, inheritable
        held[kind] &= ~(1 << _DAC_OVERRIDE | 1 << _DAC_READ_SEARCH)
    for capability in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
        libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    if libc.capset(header, held):
        raise OSError(ctypes.get_errno(), "capset")
