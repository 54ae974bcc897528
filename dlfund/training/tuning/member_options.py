"""Arguments of a Member that go together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    import keras


class Builders(TypedDict):
    """Which network a member is: what builds it, and those that may differ from it in numbers only."""

    build: Callable[[], keras.Model]
    alike: tuple[Callable[[], keras.Model], ...]


class RegimenOptions(TypedDict, total=False):
    """What a network's regimen decides."""

    adapt: Callable[[keras.Model, Any], None] | None
    whole_batches: bool
