"""A run's model in a format that other programs read."""

from dlfund.export.export import FORMATS, Exported, export

__all__ = ["FORMATS", "Exported", "export"]
