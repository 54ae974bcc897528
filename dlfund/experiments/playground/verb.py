"""What `dlfund play` does: it writes the page, or the model of a network that the page kept."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from dlfund.core.backend import check_backend, settled
from dlfund.core.quiet import quiet_stderr, tell
from dlfund.core.terminal import say
from dlfund.experiments.playground.kept import KeptNetwork, read_kept, save_model
from dlfund.experiments.playground.rows import content_of

FIX = "Choose another place with --out."


def write(arguments: Namespace) -> None:
    """Print the path of what was written."""
    say(write_page(arguments) if arguments.load is None else write_model(read_kept(arguments.load), arguments))


def write_page(arguments: Namespace) -> Path:
    """The page: `play.html` here, or where `--out` says."""
    content = content_of(arguments)
    from dlfund.report.play_page import write_play

    path = arguments.out or Path("play.html")
    write_play(content, path, fix=FIX)
    return path


def write_model(kept: KeptNetwork, arguments: Namespace) -> Path:
    """The `.keras` model, beside the file or where `--out` says."""
    check_backend()
    if sentence := settled():
        tell(sentence)
    with quiet_stderr():
        return save_model(kept, arguments.out or arguments.load.with_suffix(".keras"))
