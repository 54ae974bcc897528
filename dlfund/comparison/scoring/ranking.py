"""The order of contenders, used wherever the best one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def best_first(
    names: Iterable[str],
    mean: Callable[[str], float | None],
    *,
    higher: bool,
    whole: Callable[[str], bool] = lambda name: True,
) -> list[str]:
    """From the best to the worst mean; then those that missed a fold, whose mean is over other rows; then the rest.

    Args:
        mean: function of a name that returns its mean score, or None if there is none.
        higher: bool. Whether a higher mean is better.
        whole: function of a name that returns whether it finished every fold.

    Example:
        >>> means = {"a": 0.7, "b": 0.9, "c": None, "d": 0.95}
        >>> best_first(means, means.get, higher=True, whole=lambda name: name != "d")
        ['b', 'a', 'd', 'c']
    """

    def place(name: str) -> tuple[bool, bool, float]:
        value = mean(name)
        return value is None, not whole(name), 0.0 if value is None else -value if higher else value

    return sorted(names, key=place)
