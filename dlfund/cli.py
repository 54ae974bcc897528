"""The command line. Nothing heavy is imported before the arguments are parsed."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable
from typing import Any

from dlfund import __version__
from dlfund.core.backend import check_backend, not_loaded, settled
from dlfund.core.code_folder import listening
from dlfund.core.environment_variables import variables
from dlfund.core.errors import UserError, printable, printable_sentence
from dlfund.core.killed_process import told_if_killed
from dlfund.core.process_age import process_age
from dlfund.core.quiet import tell
from dlfund.core.stop_signals import going_on, if_killed, stopping
from dlfund.core.terminal import PrintableParser, printable_warnings, say, say_data, show_error, writes_everywhere
from dlfund.experiments import run_options
from dlfund.experiments.playground import options as play_options
from dlfund.experiments.user_data import options
from dlfund.learn import drill_options

QUESTION = "Does deep learning beat classical machine learning on my data? And how does it work?"
RECIPES = "dlfund.experiments.recipe_commands"
EPILOG = "`dlfund run student_pass_fail --budget quick` is a first try. docs/command_line.md says more."


def main(argv: list[str] | None = None) -> int:
    """Run one verb and return its exit code.

    0: done; 1: a check doesn't hold, or an error that nobody foresaw; 2: the user can fix it; 130, 143, 129: stopped
    by Ctrl-C, SIGTERM, SIGHUP.
    """
    sys.excepthook = show_error
    writes_everywhere()
    arguments = _parser().parse_args(argv)
    arguments.started = time.monotonic() - (process_age() if argv is None else 0.0)  # a time limit counts from Enter
    settings = {"PYTHONSAFEPATH": "1"}  # worker processes take no modules from the working directory
    if getattr(arguments, "recipes", None) is not None:
        settings["DLFUND_RECIPES"] = str(arguments.recipes.absolute())
    try:
        told = told_if_killed(if_killed(arguments) if argv is None else "")
        with told, variables(settings), printable_warnings(), listening(lambda path: tell(f"Code from {path}")):
            if arguments.keras:
                _check_backend()
            with stopping(going_on(arguments, argv), going_on(arguments, argv, begun=False)):
                return arguments.verb(arguments) or 0
    except KeyboardInterrupt as error:
        return getattr(error, "code", 130)
    except UserError as error:
        tell(f"dlfund: {printable_sentence(error)}")
        return 2
    except BrokenPipeError:  # the reader stopped reading, as in `dlfund predict … | head`
        sys.stdout = None
        return 0
    except (ImportError, MemoryError) as error:
        tell(f"dlfund: {not_loaded(error)}")
        return 2
    except OSError as error:
        where = f" ({printable(str(error.filename))})" if error.filename else ""
        tell(f"dlfund: Expected to read and write files. Received: {error.strerror}{where}.")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = PrintableParser(prog="dlfund", description=QUESTION, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"dlfund {__version__}")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="verb")
    run_options.listed(
        _verb(verbs, "list", _in(RECIPES, "list_recipes"), "list the recipes, one per line", keras=False)
    )
    run_options.run(_verb(verbs, "run", _run, "answer a recipe's question"))
    compare = _verb(verbs, "compare", _compare, "compare networks with classical models on your own table")
    options.add_to(compare)
    run_options.output(compare)
    run_options.new(_verb(verbs, "new", _in(RECIPES, "new"), "write a recipe to edit", keras=False))
    about = "measure how often chance alone wins on your own table"
    options.calibrate(_verb(verbs, "calibrate", options.calibration, about))
    run_options.report(_verb(verbs, "report", _report, "write a run's page again, from its results.json", keras=False))
    run_options.book(_verb(verbs, "book", _book, "write one page of all recipes' latest runs", keras=False))
    run_options.predict(_verb(verbs, "predict", _predict, "predict a table's rows with a run's model"))
    about = "write a run's best model as one plain script that needs no dlfund"
    run_options.eject(_verb(verbs, "eject", _eject, about))
    run_options.export(_verb(verbs, "export", _export, "write a run's model in a format that other programs read"))
    run_options.trace(_verb(verbs, "trace", _trace, "show every number of one training step of a network, on one row"))
    run_options.look(_verb(verbs, "look", _look, "write a page that walks through a run's network"))
    about = "write a page that trains a network, on generated rows or your own table"
    play_options.add_to(_verb(verbs, "play", play_options.play, about, keras=False))
    about = "show a concept's card: formula, plot, use, misconception; without a name, all names"
    explain = _verb(verbs, "explain", _in("dlfund.learn.commands", "explain"), about, keras=False)
    explain.add_argument("name", nargs="?", help="sigmoid, Dense, Adam, ...; case doesn't matter")
    about = "ask interview questions and exercises, those missed last time first"
    drill_options.add_to(_verb(verbs, "drill", _drill, about, keras=False))
    _verb(verbs, "device", _device, "show which device Keras will use, and why")
    about = "write a shell's completion script; docs/command_line.md says where it goes"
    run_options.completion(_verb(verbs, "completion", _completion, about, keras=False))
    return parser


def _verb(
    verbs: Any, name: str, function: Callable[..., int | None], about: str, *, keras: bool = True
) -> argparse.ArgumentParser:
    """`keras`: whether the verb may import it, so that its backend is checked before."""
    verb = verbs.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    verb.set_defaults(verb=function, keras=keras)
    return verb


def _check_backend() -> None:
    check_backend()
    if sentence := settled():
        tell(sentence)


def _in(module: str, function: str) -> Callable[[argparse.Namespace], None]:
    """A verb whose module is imported when it is asked for."""
    return lambda arguments: getattr(importlib.import_module(module), function)(arguments)


def _run(arguments: argparse.Namespace) -> int:
    from dlfund.experiments import recipe_files
    from dlfund.experiments.data_variant import check_budget

    card = recipe_files.find(arguments.name)
    check_budget(arguments.budget)
    from dlfund.experiments.printed_result import console_of, print_result

    started, console = time.perf_counter(), console_of(arguments)
    say(card.title, console, style="bold")
    from dlfund.comparison.running.worker_pool import executor_for
    from dlfund.core.compiled_program_cache import compiled_program_cache

    # workers first: they import while programs are verified
    with executor_for(apart=arguments.resume), compiled_program_cache():
        _import_keras()
        recipe = recipe_files.load(card)
        result = recipe.run(
            budget=arguments.budget,
            option=arguments.data or None,
            name=card.name,
            runs=arguments.runs,
            resume=arguments.resume,
            about=card.text,
            console=console,
        )
    print_result(result, arguments, console, time.perf_counter() - started)
    return 0


def _compare(arguments: argparse.Namespace) -> int:
    from dlfund.experiments.printed_result import console_of, print_result
    from dlfund.experiments.user_data.read_and_compare import compare

    console, started = console_of(arguments), time.perf_counter()
    result = compare(**options.read(arguments), console=console, since=arguments.started)
    print_result(result, arguments, console, time.perf_counter() - started)
    return 0


def _report(arguments: argparse.Namespace) -> None:
    from dlfund.experiments.run_checks import run_with

    run = run_with(arguments.run, arguments.runs)
    from dlfund.report.page import write_again

    say(write_again(run))


def _book(arguments: argparse.Namespace) -> None:
    from dlfund.experiments import recipe_files
    from dlfund.report.book import write_book

    say(write_book(recipe_files.cards(), arguments.runs))


def _predict(arguments: argparse.Namespace) -> None:
    from dlfund.experiments.named_run import run_folder
    from dlfund.experiments.predict import check_out, predicted

    check_out(arguments.out, arguments.file)
    run = run_folder(arguments.run, arguments.runs)
    rows = predicted(run, arguments.file, arguments.model, reading=options.reading(arguments))
    if (text := rows.write(arguments.out)) is not None:  # it is not written to a file
        say_data(text)


def _eject(arguments: argparse.Namespace) -> None:
    from dlfund.experiments.run_checks import run_with

    run = run_with(arguments.run, arguments.runs, arguments.model)

    def work() -> Any:
        from dlfund.experiments.export.script import eject

        return eject(run, arguments.model, arguments.out)

    from dlfund.core.compiled_program_cache import compiled_program_cache

    with compiled_program_cache():  # the run's programs: networks are trained again
        say(_quietly(work))


def _export(arguments: argparse.Namespace) -> None:
    from dlfund.experiments.run_checks import exported_contender, run_with

    run = run_with(arguments.run, arguments.runs, arguments.model)
    exported_contender(run, arguments.kind, arguments.model)

    def work() -> Any:
        from dlfund.experiments.export import export

        return export(run, arguments.kind, arguments.model, arguments.out)

    say(_quietly(work))


def _trace(arguments: argparse.Namespace) -> None:
    from dlfund.experiments.run_checks import check_trace

    check_trace(arguments.name, arguments.model, arguments.runs)

    def work() -> Any:
        from dlfund.experiments.trace_row import trace_row

        return trace_row(arguments.name, arguments.row, arguments.model, arguments.runs)

    step, heading = _quietly(work)
    say(step.to_json() if arguments.json else f"{heading}\n\n{step}")


def _look(arguments: argparse.Namespace) -> None:
    from dlfund.experiments import recipe_files
    from dlfund.experiments.named_run import run_folder
    from dlfund.experiments.run_checks import check_network

    check_network(folder := run_folder(arguments.run, arguments.runs), arguments.model)

    def work() -> Any:
        from dlfund.experiments.sources.registry import networks_of
        from dlfund.experiments.walkthrough.run import look_at

        networks = networks_of(folder)
        if not networks:
            tell(f"{recipe_files.no_recipe(folder)} The page leaves the epochs out.")
        return look_at(folder, arguments.model, networks=networks)

    say(_quietly(work))


def _drill(arguments: argparse.Namespace) -> int:
    from dlfund.learn import commands

    if arguments.trace or arguments.check is not None:
        _check_backend()
    return commands.drill(arguments)


def _completion(arguments: argparse.Namespace) -> None:
    from dlfund.experiments.shell_completion import completion

    say_data(completion(_parser(), arguments.shell))


def _device(_: argparse.Namespace) -> None:
    device = _import_keras()
    say(f"Keras on {device['backend']} will use the {device['device']}: {device['name']}. Why: {device['why']}")


def _quietly(work: Callable[[], Any]) -> Any:
    """What `work` returns, without the backend's start-up messages, also where it ends with a user's error."""
    from dlfund.core.quiet import quiet_stderr

    with quiet_stderr():
        try:
            result, wrong = work(), None
        except UserError as error:
            result, wrong = None, error
    if wrong is not None:
        raise wrong
    return result


def _import_keras() -> dict[str, str]:
    """Import Keras and find the device; the backend's start-up messages are not shown."""
    from dlfund.core.quiet import quiet_stderr

    with quiet_stderr():
        from dlfund.training.device import device
    return device()


if __name__ == "__main__":
    sys.exit(main())
