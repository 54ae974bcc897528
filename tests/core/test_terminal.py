"""Text of other people's files does nothing in a terminal, whatever prints it."""

import ast
import io
import traceback
import warnings
from pathlib import Path

import pytest
from rich.console import Console

import dlfund
from dlfund.comparison.running.progress import Watch
from dlfund.core.errors import UserError
from dlfund.core.quiet import tell
from dlfund.core.terminal import PrintableParser, printable_warnings, say, say_data, show_error

HOSTILE = "a\x1b[31m\x9b2J\x07\u202eb\u2028\udcff[bold]:smile:\r"
SPELLED = "a\\x1b[31m\\x9b2J\\x07\\u202eb\\u2028\\udcff[bold]:smile:\\r"
PACKAGE = Path(dlfund.__file__).parent
# what is printed elsewhere: generated text of dlfund's own, and what a learner types into a drill
OWN_TEXT = (
    *("core/terminal.py", "core/quiet.py", "learn/"),
    *("comparison/checks/__main__.py", "comparison/result/best_possible.py"),
)
TABLES = ("console.print(table)", "console.print('', table)", "console.print()")  # also below an empty line
PRINTS = ("print", "sys.stderr.write", "sys.stdout.write")


def test_said_without_rich(capsys):
    say(f"{HOSTILE}\nand")
    tell(HOSTILE)
    assert capsys.readouterr() == (f"{SPELLED}\nand\n", f"{SPELLED}\n")


@pytest.mark.parametrize("terminal", [True, False])
def test_said_with_rich(terminal):
    console = Console(file=io.StringIO(), force_terminal=terminal, color_system=None, width=20)
    say(HOSTILE, console)
    assert console.file.getvalue() == f"{SPELLED}\n"


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_names_contenders_as_text(terminal):
    console = Console(file=io.StringIO(), force_terminal=terminal, color_system=None, width=200)
    with Watch(console, 10) as watch:
        watch.advance(5, HOSTILE)
    assert SPELLED in console.file.getvalue()


def test_an_error_is_printable_in_a_traceback():
    try:
        raise UserError(f"Expected x. Received: {HOSTILE}.")
    except UserError as error:
        text = "".join(traceback.format_exception(error))
    assert f"Received: {SPELLED}." in text
    assert "\x1b" not in text


def test_an_error_that_nothing_foresaw_is_printable(capsys):
    error = RuntimeError(HOSTILE)
    show_error(RuntimeError, error, None)
    assert capsys.readouterr().err == f"RuntimeError: {SPELLED}\n"


def test_a_warning_is_printable():
    with printable_warnings():
        assert SPELLED in warnings.formatwarning(HOSTILE, UserWarning, "file.py", 1, "")
    assert HOSTILE in warnings.formatwarning(HOSTILE, UserWarning, "file.py", 1, "")


def test_wrong_arguments_are_printable(capsys):
    with pytest.raises(SystemExit):
        PrintableParser().parse_args([HOSTILE])
    assert SPELLED in capsys.readouterr().err


@pytest.mark.parametrize("terminal, text", [(True, SPELLED), (False, HOSTILE.replace("\udcff", ""))])
def test_data_are_changed_for_a_terminal_alone(monkeypatch, terminal, text):
    stream = io.StringIO()
    stream.isatty = lambda: terminal
    monkeypatch.setattr("sys.stdout", stream)
    say_data(HOSTILE if terminal else text)
    assert stream.getvalue() == text


def test_ctrl_c_before_any_work_is_no_error(capsys):
    show_error(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert capsys.readouterr().err == "\nStopped.\n"


def test_nothing_else_prints():
    """Also a rich console prints text through `say`; what it prints itself is a table of such texts."""
    prints = []
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith(OWN_TEXT):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in PRINTS:
                prints.append(f"{name}:{node.lineno}")
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("console.print"):
                prints += [] if ast.unparse(node) in TABLES else [f"{name}:{node.lineno}"]
    assert prints == []
