"""What is said where the time was over before a network had a finished fold: so exactly, and how to go on."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.scoring.question import NETWORK
from dlfund.core.stop_signals import joined, program

MORE = 3  # times as many minutes are proposed


def without_network(asked: Comparison, done: Comparison, minutes: float) -> list[str]:
    """A sentence where networks were to take part and none finished a fold; else nothing.

    Args:
        asked: Comparison. With all contenders.
        done: Comparison. With those that have a finished fold.
        minutes: float. The time limit.
    """
    if not _networks(asked) or _networks(done):
        return []
    unit = "minute" if minutes == 1 else "minutes"
    return [
        f"No network finished a fold in {minutes:g} {unit}, so this is no answer about networks. What is finished is "
        f"kept; continue with more time: {_continued(sys.argv[1:], f'{MORE * minutes:g}')}"
    ]


def _networks(comparison: Comparison) -> list[str]:
    return [contender.name for contender in comparison.contenders if contender.family == NETWORK]


def _continued(arguments: Sequence[str], minutes: str) -> str:
    """This command with more minutes; the function's arguments where it was no command."""
    if list(arguments[:1]) != ["compare"]:
        return f"compare(..., minutes={minutes}, resume=True)"
    kept, follows = ["compare"], False
    for argument in arguments[1:]:
        if not (follows or argument == "--minutes" or argument == "--resume" or argument.startswith("--minutes=")):
            kept.append(argument)
        follows = argument == "--minutes"
    return joined([*program(), *kept, "--minutes", minutes, "--resume"])
