"""The version of an installed package."""

from __future__ import annotations

from importlib import metadata

from dlfund import __version__


def installed_version(package: str) -> str:
    """The version of a package; `""` if the installation doesn't tell it.

    It doesn't if the package is absent, or is being written anew at this moment. dlfund's own is that of the code that
    runs, whatever is being installed beneath it.
    """
    if package == "dlfund":
        return __version__
    try:
        return metadata.version(package) or ""
    except (metadata.PackageNotFoundError, KeyError):
        return ""
