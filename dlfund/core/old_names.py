"""Arguments that were once called otherwise: the old names still work, in code and in saved configs.

Only dlfund's own earlier names belong here. A part's file shows the present names, and this line above them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

Part = TypeVar("Part", bound=type)


def old_names(**present_by_old: str) -> Callable[[Part], Part]:
    """A class decorator: every old name is taken as an argument, and answers as an attribute.

    Args:
        present_by_old: old name -> present name.

    Raises:
        TypeError: from the constructor, where an argument is given under both names.

    Example:
        >>> @old_names(width="output_dim")
        ... class Table:
        ...     def __init__(self, output_dim):
        ...         self.output_dim = output_dim
        >>> Table(width=3).output_dim, Table(3).width
        (3, 3)
    """

    def decorate(part: Part) -> Part:
        init = part.__init__  # type: ignore[misc]

        @functools.wraps(init)
        def with_old_names(self: Any, *arguments: Any, **options: Any) -> None:
            for old, present in present_by_old.items():
                if old in options:
                    if present in options:
                        raise TypeError(
                            f"Expected {present} once. Received: {present}={options[present]!r} and "
                            f"{old}={options[old]!r}, its earlier name. Leave {old} out."
                        )
                    options[present] = options.pop(old)
            init(self, *arguments, **options)

        part.__init__ = with_old_names  # type: ignore[misc]
        for old, present in present_by_old.items():
            setattr(part, old, property(_reader(present)))
        return part

    return decorate


def _reader(present: str) -> Callable[[Any], Any]:
    return lambda self: getattr(self, present)
