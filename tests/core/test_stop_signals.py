"""A signal ends a command, and its workers, soon and with a sentence, whatever it is doing."""

import argparse
import shlex
import signal
import subprocess
import sys
import textwrap

import pytest

from dlfund.core.stop_signals import Stopped, going_on, stopping

# one call of a compiled library that lasts for hours, as a long training in one program does
COMPILED = "import hashlib; hashlib.pbkdf2_hmac('sha256', b'x', b'y', 2**31 - 1)"
ASLEEP = "import time; time.sleep(600)"
NEVER_MIND = """
    import time
    for _ in range(600):
        try:
            time.sleep(600)
        except BaseException:
            pass
"""
COMMAND = """
import sys
from dlfund.core.stop_signals import Stopped, stopping

try:
    with stopping({sentences}):
        print("ready", flush=True)
        {work}
except Stopped as stopped:
    sys.exit(stopped.code)
"""


def _indented(work):
    return textwrap.indent(textwrap.dedent(work), " " * 8).strip()


def started(work, sentences='"how to go on"', **options):
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND.format(sentences=sentences, work=_indented(work))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("work", [ASLEEP, COMPILED, NEVER_MIND], ids=["asleep", "compiled", "swallowed"])
def test_a_signal_ends_the_command_with_a_sentence(name, work):
    number = getattr(signal, name)
    usual = {"preexec_fn": lambda: signal.signal(number, signal.SIG_DFL)}  # a shell's background job ignores it
    process = started(work, **usual)
    process.send_signal(number)
    _, output = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert output == "how to go on\n"


def test_what_nohup_ignores_stays_ignored():
    process = started(ASLEEP, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=3)
    process.terminate()
    assert process.communicate(timeout=60)[1] == "how to go on\n"


def test_afterwards_signals_are_as_before():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    with stopping("never said"):
        assert signal.getsignal(signal.SIGTERM) is not before[1]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before
    assert Stopped(signal.SIGTERM).code == 143


def test_the_sentence_holds_every_option_quoted_for_a_shell():
    texts = ["run", "--budget=quick", "--runs", "my runs; rm -rf ~", "--recipes", "$HOME/x'y", "--", "small"]
    output = going_on(argparse.Namespace(resume=False), texts)
    again = shlex.split(output.partition("continue with: ")[2])
    assert again[-len(texts) - 1 :] == ["run", "--resume", *texts[1:]]
    assert going_on(argparse.Namespace(resume=True), ["run", "x", "--resume"]).count("--resume") == 1
    assert going_on(argparse.Namespace(), ["report", "x"]) == "\nStopped."


def test_before_a_folder_is_written_nothing_is_said_to_be_kept(tmp_path):
    rest = ["compare", "x.csv", "--target", "y"]
    sentences = [going_on(argparse.Namespace(resume=False), rest, begun=begun) for begun in (True, False)]
    assert "kept" not in sentences[1]
    assert "--resume" not in sentences[1]
    assert sentences[1].endswith("compare x.csv --target y")
    process = started("import time; time.sleep(600)", sentences='"Kept.", "Nothing yet."')
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=60)[1] == "Nothing yet.\n"
    process = started(
        f"""
        import time
        from pathlib import Path
        from dlfund.core.folder_lock import folder_lock
        with folder_lock(Path({str(tmp_path)!r})):
            print("taken", flush=True)
            time.sleep(600)
        """,
        sentences='"Kept.", "Nothing yet."',
    )
    assert process.stdout.readline() == "taken\n"
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=60)[1] == "Kept.\n"


def test_a_closed_terminal_is_no_obstacle():
    process = started(COMPILED)
    process.stderr.close()
    process.send_signal(signal.SIGHUP)
    assert process.wait(timeout=60) == 128 + signal.SIGHUP
    process.stdout.close()
