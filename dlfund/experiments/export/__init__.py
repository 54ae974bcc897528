"""A run's model in a format that other programs read."""

from dlfund.experiments.export.export import Exported, export
from dlfund.experiments.run_checks import FORMATS

__all__ = ["FORMATS", "Exported", "export"]
