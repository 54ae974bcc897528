"""Every system says how much memory it has."""

import ctypes
import os
import types

from dlfund.core import memory as module
from dlfund.core.memory import UNKNOWN, memory


def test_it_is_a_machines():
    assert 2**28 < memory() < 2**50


def test_windows_fills_a_structure(monkeypatch):
    def fill(status):
        assert status._obj.length == 64, "as Windows checks"
        status._obj.all = 16 * 2**30
        return 1

    monkeypatch.delattr(os, "sysconf")
    assert memory() == UNKNOWN
    kernel = types.SimpleNamespace(GlobalMemoryStatusEx=fill)
    monkeypatch.setattr(ctypes, "windll", types.SimpleNamespace(kernel32=kernel), raising=False)
    assert module.memory() == 16 * 2**30
