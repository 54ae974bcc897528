"""A comparison on a user's own data: `dlfund compare my.csv --target y`, or

from dlfund import compare
compare("my.csv", "y", minutes=10)

`compare` is imported when it is first asked for: the command line reads its options without pandas or a backend.
"""

from typing import Any

__all__ = ["compare"]


def __getattr__(name: str) -> Any:
    if name == "compare":
        from dlfund.experiments.user_data.read_and_compare import compare

        return compare
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}. It offers: {', '.join(__all__)}.")
