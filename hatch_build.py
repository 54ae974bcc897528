"""What a wheel holds beside the package: the recipes and the data sets, as data in `dlfund/_shipped`.

The repository keeps both at the top. An editable installation reads them there, so it gets no copy.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("recipes", "datasets")


class ShippedFolders(BuildHookInterface[Any]):
    """The hook that hatchling calls before it builds a wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folders, where the wheel is one to hand over."""
        if version == "standard":
            build_data["force_include"] |= {name: f"dlfund/_shipped/{name}" for name in SHIPPED}
