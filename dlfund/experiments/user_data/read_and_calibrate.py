"""`dlfund calibrate`: read the data as a comparison does, refuse what can't be used, and then load the libraries."""

from __future__ import annotations

from argparse import Namespace

from dlfund.core import terminal
from dlfund.core.errors import UserError
from dlfund.experiments.user_data import options

LEAST, MOST = 1, 10_000  # permutations


def calibrate(arguments: Namespace) -> None:
    """Do what the command line asks.

    Raises:
        UserError: a table, a column or an option can't be used; the sentence says why and what to do.
    """
    if not LEAST <= arguments.permutations <= MOST:
        raise UserError(
            f"Expected --permutations from {LEAST} to {MOST:,}: every one is a whole comparison. "
            f"Received: {arguments.permutations}."
        )
    from rich.console import Console

    from dlfund.experiments.user_data.read_and_compare import read_question

    console = Console()
    rows_from, asked = read_question(options.read(arguments), console)
    from dlfund.experiments.user_data.calibrate_data import Wanted, calibrate_data

    wanted = Wanted(
        contenders=arguments.contenders.split(",") if arguments.contenders else None,
        permutations=arguments.permutations,
        minutes=arguments.minutes,
        seed=arguments.seed,
        runs=arguments.runs,
        resume=arguments.resume,
        started=arguments.started,
    )
    calibration = calibrate_data(rows_from, asked, wanted, console)
    for sentence in calibration.sentences:
        terminal.say(sentence, console)
