"""How much memory the machine has, on every system."""

from __future__ import annotations

import ctypes
import os

UNKNOWN = 8 * 2**30  # bytes, where the system doesn't say


class _MemoryStatus(ctypes.Structure):
    """Windows's MEMORYSTATUSEX."""

    _fields_ = [
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        *((name, ctypes.c_uint64) for name in ("all", "free", "file_all", "file_free", "own_all", "own_free", "more")),
    ]


def memory() -> int:
    """The machine's memory in bytes."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf, macOS not every name
        return _windows_memory() or UNKNOWN


def _windows_memory() -> int:
    """What Windows says; 0 on other systems."""
    kernel = getattr(getattr(ctypes, "windll", None), "kernel32", None)
    if kernel is None:
        return 0
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    return int(status.all) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else 0
