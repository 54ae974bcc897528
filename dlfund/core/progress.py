"""Progress: a function of a count of finished trainings, which may show nothing."""

from __future__ import annotations


def not_reported(count: int) -> None:
    """Progress is not shown."""
