"""The options of `dlfund drill`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path


def add_to(drill: ArgumentParser) -> None:
    """Add them to the command's parser."""
    drill.add_argument(
        "--topic", action="append", help="only this topic; may be given several times (--list shows all)"
    )
    drill.add_argument("--count", type=int, default=10, help="how many questions (default: 10)")
    drill.add_argument("--seed", help="a number or word: the same seed asks with the same numbers (default: random)")
    drill.add_argument(
        "--progress", type=Path, metavar="FILE", help="where answers are kept (default: the user's data folder)"
    )
    drill.add_argument("--trace", action="store_true", help="grade with the trace, and show it after a wrong answer")
    drill.add_argument("--list", action="store_true", help="the topics; with --topic, its questions")
    drill.add_argument("--check", metavar="NAME", help="run one question's check and show what it measures")
