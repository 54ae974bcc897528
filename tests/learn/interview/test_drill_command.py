"""`dlfund drill` as somebody meets it: in a pipe, in a terminal, with right, wrong and senseless answers."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dlfund.learn.interview.exercise import answer_text, draw
from dlfund.learn.interview.question import find

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "dlfund.cli", "drill"]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "progress.json"


def drill(file, *arguments, typed=""):
    command = [*COMMAND, "--progress", str(file), *map(str, arguments)]
    return subprocess.run(command, input=typed, capture_output=True, text=True, cwd=ROOT, timeout=300)


def asked(file, *arguments):
    """The names of the questions that come, found by skipping them all."""
    done = drill(file, *arguments, typed="s\n" * 200)
    return [line.split("[")[1].rstrip("]") for line in done.stdout.splitlines() if line[:1].isdigit() and "  [" in line]


def right_answer(name, seed):
    """What to type: the number, or the letter of the answer that is right."""
    question = find(name)
    if question.is_drill:
        return answer_text(draw(question.function, str(seed)).answer)
    texts = "--topic", question.topic, "--count", 200, "--seed", seed
    shown = drill("unused.json", *texts, typed="s\n" * 200).stdout.split(f"[{name}]")[1]
    first = shown.split("\n  a  ")[1].split("\n  b  ")[0]
    return "a" if " ".join(first.split()) == question.short else "b"


def test_right_answers_are_right(file):
    texts = "--topic", "backpropagation", "--count", 11, "--seed", 7
    names = asked(file, *texts)
    done = drill(file, *texts, typed="".join(f"{right_answer(name, 7)}\n" for name in names))
    assert done.returncode == 0, done.stderr
    assert "11 of 11 right." in done.stdout
    assert "Missed" not in done.stdout
    assert {entry["row"] for entry in json.loads(file.read_text())["questions"].values()} == {1}


def test_a_wrong_number_is_answered_with_the_worked_solution_and_comes_back_first(file):
    exercise = draw(find("new_weight").function, "7")
    uphill = next(wrong for entry, wrong in exercise.mistakes.items() if "increases the loss" in entry)
    texts = "--topic", "backpropagation", "--seed", 7, "--count", 11
    typed = "".join(f"{uphill}\n" if name == "new_weight" else "s\n" for name in asked(file, *texts))
    done = drill(file, *texts, typed=typed)
    assert "Not right: the step was added: that increases the loss." in " ".join(done.stdout.split())
    for line in exercise.worked:
        assert f"    {line}\n" in done.stdout
    assert "0 of 1 right. Missed, and asked first next time: new_weight." in done.stdout
    assert asked(file, "--seed", 8, "--count", 1) == ["new_weight"]
    fresh = drill(file, "--seed", 8, "--count", 1, typed="s\n").stdout
    assert " ".join(draw(find("new_weight").function, "8").text.split()) in " ".join(fresh.split())


def test_a_wrong_choice_is_told_why(file):
    letter = {"a": "b", "b": "a"}[right_answer("zero_start", 3)]
    texts = "--topic", "initialization", "--seed", 3, "--count", 6
    typed = "".join(f"{letter}\n" if name == "zero_start" else "s\n" for name in asked(file, *texts))
    done = " ".join(drill(file, *texts, typed=typed).stdout.split())
    assert f"That is a common wrong answer. {find('zero_start').why}" in done
    assert f"The answer: {find('zero_start').short}" in done
    assert "dlfund drill --check zero_start" in done


def test_nonsense_gets_a_sentence_and_another_try_and_a_hint_is_given(file):
    texts = "--topic", "ann", "--seed", 1, "--count", 3
    names = asked(file, *texts)
    before = "s\n" * names.index("network_parameters")
    typed = f"{before}many\n\n?\n{right_answer('network_parameters', 1)}\nq\n"
    done = drill(file, *texts, typed=typed)
    assert done.returncode == 0
    assert "Expected a whole number such as 1024. Received: 'many'." in done.stdout
    assert "Hint: Every layer has (inputs + 1) · units." in done.stdout
    assert "1 of 1 right." in done.stdout


def test_where_the_lines_end_it_ends(file):
    done = drill(file, typed="")
    assert done.returncode == 0
    assert "Nothing was answered, so nothing was written." in done.stdout
    assert not file.exists()
    assert done.stderr == ""


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--topic", "backprop"], "Nearest: backpropagation"),
        (["--topic", "zzz"], "Nearest: there is none"),
        (["--count", "0"], "Expected --count to be 1 or more. Received: 0."),
        (["--check", "zero"], "Nearest: zero_start"),
        (["--list", "--topic", "cn"], "Nearest: cnn"),
    ],
)
def test_a_mistake_is_a_sentence(file, arguments, sentence):
    done = drill(file, *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_written_or_read_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("no folder")
    texts = "--topic", "perceptron", "--seed", 1, "--count", 5
    done = drill(tmp_path / "file" / "progress.json", *texts, typed="a\n1\n" * 5)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "--progress FILE" in done.stderr
    (tmp_path / "damaged.json").write_text("{")
    done = drill(tmp_path / "damaged.json", *texts)
    assert done.returncode == 2
    assert "It was left unchanged" in done.stderr
    assert (tmp_path / "damaged.json").read_text() == "{"


def test_the_list_shows_topics_and_questions(file):
    done = drill(file, "--list")
    assert "backpropagation       0 of 11 known  Backpropagation" in done.stdout
    done = drill(file, "--list", "--topic", "cnn")
    assert "conv_shape (numbers)" in done.stdout
    assert "one_by_one_convolution (a or b)" in done.stdout


def test_asking_imports_no_network_library(tmp_path):
    heavy = "{'numpy', 'pandas', 'keras', 'tensorflow', 'sklearn', 'rich', 'scipy'}"
    for texts in (["--list"], ["--topic", "cnn", "--count", "9"]):
        code = (
            "import sys, io, dlfund.cli\n"
            "sys.stdin = io.StringIO('1\\n' * 99)\n"
            f"dlfund.cli.main(['drill', '--progress', {str(tmp_path / 'p.json')!r}, *{texts!r}])\n"
            f"assert not {heavy} & sys.modules.keys(), {heavy} & sys.modules.keys()"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_a_check_shows_what_it_measures(file):
    done = drill(file, "--check", "sigmoids_are_no_distribution")
    assert done.returncode == 0, done.stderr
    assert "holds: sigmoids of three equal scores add up to 2.64 or 0.14" in done.stdout
    assert done.stderr == ""


def test_the_trace_grades_and_is_shown(file):
    texts = "--topic", "backpropagation", "--seed", 7, "--count", 11
    typed = "".join("1000\n" if name == "new_weight" else "s\n" for name in asked(file, *texts))
    done = drill(file, *texts, "--trace", typed=typed)
    assert done.returncode == 0, done.stderr
    assert "The same in dlfund's trace:" in done.stdout
    assert "w_new = w_old − learning_rate · ∂loss/∂w" in done.stdout
    assert "0 of 1 right." in done.stdout


class Terminal:
    """`dlfund drill` in a terminal of its own."""

    def __init__(self, file, *arguments):
        import pty

        self.child, self.screen = pty.fork()
        if self.child == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background job ignores it
            os.chdir(ROOT)
            os.execv(sys.executable, [*COMMAND, "--progress", str(file), *arguments])  # noqa: S606
        self.text = ""

    def wait_for(self, text, times=1):
        deadline = time.monotonic() + 60
        while self.text.count(text) < times and time.monotonic() < deadline:
            self._read()
        assert self.text.count(text) >= times, self.text

    def _read(self):
        try:
            if not select.select([self.screen], [], [], 60)[0]:
                os.kill(self.child, signal.SIGKILL)  # it hangs: the test fails by its exit code
                return False
            self.text += os.read(self.screen, 4096).decode(errors="replace")
            return True
        except OSError:  # the other end is gone
            return False

    def type(self, text):
        os.write(self.screen, text.encode())

    def end(self):
        while self._read():
            pass
        _, status = os.waitpid(self.child, 0)
        os.close(self.screen)
        return os.waitstatus_to_exitcode(status)


@pytest.mark.parametrize("end, code", [("\x04", 0), ("\x03", 130), ("q\n", 0)], ids=["Ctrl-D", "Ctrl-C", "q"])
def test_in_a_terminal_every_way_out_keeps_what_was_answered(file, end, code):
    texts = "--topic", "perceptron", "--seed", "5", "--count", "5"
    first = asked(file, *texts)[0]
    terminal = Terminal(file, *texts)
    if not find(first).is_drill:  # two answers are shown only after one's own
        terminal.wait_for("In your own words")
        assert "  a  " not in terminal.text
        terminal.type("it depends\n")
    terminal.wait_for("> ")
    terminal.type("hm\n")
    terminal.wait_for("Received: 'hm'")
    terminal.type(f"{right_answer(first, 5)}\n")
    terminal.wait_for("2/5")
    terminal.type(end)
    assert terminal.end() == code
    assert "1 of 1 right." in terminal.text
    assert "Traceback" not in terminal.text
    assert json.loads(file.read_text())["questions"][first]["right"] == 1
