"""The command line: words in, words out. Nothing heavy is imported before the words are understood."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from dlfund import __version__, compare_options
from dlfund.sentence import UserError

QUESTION = "Does deep learning beat classical machine learning on my data? And how does it work?"
EPILOG = "make recipe NAME=student_pass_fail is the short way to `dlfund run student_pass_fail`."


def main(argv=None):
    """Run one verb. Exit code 0: done; 2: the user can fix it; 130: stopped by Ctrl-C."""
    arguments = _parser().parse_args(argv)
    try:
        return arguments.verb(arguments) or 0
    except UserError as error:
        print(f"dlfund: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader had enough, as in `dlfund predict … | head`
        sys.stdout = None
        return 0
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        print(f"dlfund: Expected to read and write files. Received: {error.strerror}{where}.", file=sys.stderr)
        return 2


def _parser():
    parser = argparse.ArgumentParser(prog="dlfund", description=QUESTION, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"dlfund {__version__}")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="verb")
    _verb(verbs, "list", _list, "the recipes, a line each")
    run = _verb(verbs, "run", _run, "answer a recipe's question")
    run.add_argument("name", help="a recipe's name, as `dlfund list` shows it")
    run.add_argument("--budget", default="normal", help="quick, normal or thorough (default: normal)")
    run.add_argument("--data", metavar="OPTION", help="other data for the same question, as the data set names it")
    run.add_argument("--resume", action="store_true", help="go on with the latest run; no finished fold is repeated")
    run.add_argument("--runs", type=Path, default=Path("runs"), help="folder of all runs (default: runs)")
    compare_options.add_to(_verb(verbs, "compare", _compare, "the same honesty on a table of your own"))
    report = _verb(verbs, "report", _report, "write a run's page again, from its results.json")
    report.add_argument("run", type=Path, help="a run's folder")
    book = _verb(verbs, "book", _book, "write one page of all recipes' latest runs")
    book.add_argument("--runs", type=Path, default=Path("runs"), help="folder of all runs (default: runs)")
    predict = _verb(verbs, "predict", _predict, "predict a table's rows with a run's model")
    predict.add_argument("run", type=Path, help="a run's folder")
    predict.add_argument("file", type=Path, help="a CSV file with the input columns")
    predict.add_argument("--model", help="a contender's name (default: the one with the best mean)")
    predict.add_argument("--out", type=Path, help="a CSV file to write (default: standard output)")
    eject = _verb(verbs, "eject", _eject, "a run's winner as one plain script that needs no dlfund")
    eject.add_argument("run", type=Path, help="a run's folder")
    eject.add_argument("--model", help="a contender's name (default: the one with the best mean)")
    eject.add_argument("--out", type=Path, help="a folder to write to (default: ejected/NAME in the run's folder)")
    export = _verb(verbs, "export", _export, "a run's model in a format that other programs read")
    export.add_argument("run", type=Path, help="a run's folder")
    export.add_argument("--as", dest="kind", metavar="FORMAT", required=True, help="keras, onnx, savedmodel or skops")
    export.add_argument("--model", help="a contender's name (default: the best that the format can hold)")
    export.add_argument("--out", type=Path, help="a folder to write to (default: exported/ in the run's folder)")
    trace = _verb(verbs, "trace", _trace, "every number of one training step of a network, on one row")
    trace.add_argument("name", help="a recipe's name, or a run's folder")
    trace.add_argument("--row", type=int, default=0, help="row of the data set, from 0 (default: 0)")
    trace.add_argument("--model", help="a network of the recipe (default: its first)")
    trace.add_argument("--json", action="store_true", help="as JSON, with every number")
    trace.add_argument("--runs", type=Path, default=Path("runs"), help="folder of all runs (default: runs)")
    look = _verb(verbs, "look", _look, "write a page that walks through a run's network")
    look.add_argument("name", metavar="run", help="a recipe's name (its latest finished run), or a run's folder")
    look.add_argument("--model", help="a network of the run (default: the best that the page can compute)")
    look.add_argument("--runs", type=Path, default=Path("runs"), help="folder of all runs (default: runs)")
    explain = _verb(
        verbs, "explain", _explain, "a concept's card: formula, plot, use, misconception; without a name, all names"
    )
    explain.add_argument("name", nargs="?", help="sigmoid, Dense, Adam, ...; case doesn't matter")
    drill = _verb(verbs, "drill", _drill, "interview questions and exercises, the missed ones first")
    drill.add_argument(
        "--topic", action="append", help="only this topic; may be given several times (--list shows all)"
    )
    drill.add_argument("--count", type=int, default=10, help="how many questions (default: 10)")
    drill.add_argument("--seed", help="a number or word: asks with the same numbers again (default: by chance)")
    drill.add_argument(
        "--progress", type=Path, metavar="FILE", help="where answers are kept (default: the user's data)"
    )
    drill.add_argument("--trace", action="store_true", help="grade by dlfund's trace, and show it after a wrong answer")
    drill.add_argument("--list", action="store_true", help="the topics; with --topic, its questions")
    drill.add_argument("--check", metavar="NAME", help="run one question's check and show what it measures")
    _verb(verbs, "device", _device, "which device Keras will use, and why")
    return parser


def _verb(verbs, name, function, about):
    verb = verbs.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    verb.set_defaults(verb=function)
    return verb


def _list(_):
    from dlfund import bookshelf

    cards = bookshelf.cards()
    width = max((len(card.name) for card in cards), default=0)
    for card in cards:
        print(f"{card.name:{width}}  {card.title}")
    if not cards:
        print(f"No recipes in {bookshelf.recipes_folder()}.")


def _run(arguments):
    from dlfund import bookshelf

    card = bookshelf.find(arguments.name)
    from rich.console import Console

    started = time.perf_counter()
    console = Console()
    console.print(card.title, style="bold", markup=False, highlight=False)
    try:
        from dlfund.comparison.compare import start_workers
        from dlfund.kept_programs import kept_programs

        workers = start_workers()  # first: programs are verified meanwhile
        with kept_programs():
            _wake_keras()
            recipe = bookshelf.load(card)
            workers.join()
            result = recipe.run(
                budget=arguments.budget,
                option=arguments.data or None,
                name=card.name,
                runs=arguments.runs,
                resume=arguments.resume,
                about=card.text,
                console=console,
            )
    except KeyboardInterrupt:
        data = f" DATA={arguments.data}" if arguments.data else ""
        again = f"make recipe NAME={card.name} BUDGET={arguments.budget}{data} RESUME=1"
        print(f"\nStopped. Finished folds are kept; go on with: {again}", file=sys.stderr)
        return 130
    _show(result, console, started)
    return 0


def _compare(arguments):
    from rich.console import Console

    from dlfund.own_table import compare

    console, started = Console(), time.perf_counter()
    try:
        result = compare(**compare_options.read(arguments), console=console)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    _show(result, console, started)
    return 0


def _show(result, console, started):
    from dlfund.comparison.table import show

    show(result, console)
    page = f"{time.perf_counter() - started:.0f} s. Page: {result.folder / 'report.html'}"
    console.print(page, markup=False, highlight=False, soft_wrap=True)


def _report(arguments):
    from dlfund.comparison.result import Result
    from dlfund.report.page import write_page

    result = Result.read(arguments.run)
    write_page(result, result.folder / "report.html")
    print(result.folder / "report.html")


def _book(arguments):
    from dlfund import bookshelf
    from dlfund.report.book import write_book

    print(write_book(bookshelf.cards(), arguments.runs))


def _predict(arguments):
    from dlfund.predict import predict_table

    predictions = predict_table(arguments.run, arguments.file, arguments.model)
    predictions.to_csv(arguments.out or sys.stdout, index=False)


def _eject(arguments):
    def work():
        from dlfund.eject import eject

        return eject(arguments.run, arguments.model, arguments.out)

    from dlfund.kept_programs import kept_programs

    with kept_programs():  # the run's own: networks are trained again
        print(_quietly(work))


def _export(arguments):
    def work():
        from dlfund.export import export

        return export(arguments.run, arguments.kind, arguments.model, arguments.out)

    print(_quietly(work))


def _trace(arguments):
    def work():
        from dlfund.trace_row import trace_row

        return trace_row(arguments.name, arguments.row, arguments.model, arguments.runs)

    step, said = _quietly(work)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    print(step.to_json() if arguments.json else f"{said}\n\n{step}")


def _look(arguments):
    from dlfund import bookshelf

    folder = bookshelf.run_folder(arguments.name, arguments.runs)

    def work():
        from dlfund.look.run import look_at

        return look_at(folder, arguments.model, networks=bookshelf.networks_of(folder))

    print(_quietly(work))


def _explain(arguments):
    from dlfund.concepts import cards, terminal

    width = min(shutil.get_terminal_size().columns, 100)
    if arguments.name is None:
        text = terminal.list_text(cards.cards(), width)
    else:
        text = terminal.card_text(cards.find(arguments.name), width)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # where the terminal has no braille and no Greek
    print(text)


def _drill(arguments):
    from dlfund.interview import desk

    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    width = min(shutil.get_terminal_size().columns, 100)
    if arguments.check is not None:
        return desk.check(arguments.check, arguments.seed or "0")
    if arguments.list:
        return desk.show_list(arguments.topic, arguments.progress, width)
    return desk.drill(arguments, width)


def _device(_):
    found = _wake_keras()
    print(f"Keras on {found['backend']} will use the {found['device']}: {found['name']}. Why: {found['why']}")


def _quietly(work):
    """What `work` gives, without the backend's greetings; a user's error must not bring them out either."""
    from dlfund.quiet import quiet_stderr

    with quiet_stderr():
        try:
            found, wrong = work(), None
        except UserError as error:
            found, wrong = None, error
    if wrong is not None:
        raise wrong
    return found


def _wake_keras():
    """Import Keras and find the device; the backend's own greetings are held back."""
    from dlfund.quiet import quiet_stderr

    with quiet_stderr():
        from dlfund.training.device import device
    return device()


if __name__ == "__main__":
    sys.exit(main())
