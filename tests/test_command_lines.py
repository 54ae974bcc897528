"""What people type, and what they should not: each command line is done, or refused by one sentence and exit code 2."""

import json
import os
import sys
from pathlib import Path

import pytest
from small_data import small_table

from dlfund import cli
from dlfund.comparison.running.run_folder import RunFolder

ROOT = Path(__file__).parents[1]
HUGE = "9" * 20
ESCAPE = "\x1b[31mred\x1b]0;title\x07"
COMPARE = ("compare", "rows.csv", "--target", "passed")
# values of an option of compare, each on its own
OF_COMPARE = {
    "--minutes": ["0", "-1", "nan", "inf", "-inf", "1e-320", "abc", "", "0,5", "１", "0x10", HUGE],
    "--trials": ["-5", "1.5", HUGE, "1e20", "", "ten", "٣", "0b1"],
    "--rows": ["0", "5", "-1", "19", "abc", "", "1e3"],
    "--hold-out": ["-1", "1", "89", "90", "5000", HUGE, "x"],
    "--folds": ["0", "1", "-3", "91", HUGE, "x", ""],
    "--repeats": ["0", "-1", HUGE, "x", "1.5"],
    "--seed": ["-1", HUGE, "4294967296", "x", "", "1.0", "0x1"],
    "--metric": ["nonsense", "rmse", "", "roc_auc\n", ESCAPE, "__class__"],
    "--task": ["binary;rm", "clustering", "", "Binary", ESCAPE],
    "--contenders": ["", ",", "nobody", "__class__", "os.system", "ann,ann", "ann,,perceptron", " ", "../x", "é" * 300],
    "--name": ["../../x", "", "a b", "x\n", "CON", "é" * 300, "$(touch pwned)", ".", "..", "a/b", "a\\b", "\0", " x",
    "x."],
    "--numeric": ["nope", "", "passed", ESCAPE],
    "--categorical": ["nope", "passed"],
    "--drop": ["passed", "nope", ""],
    "--group": ["passed", "", "nope"],
    "--time": ["passed", "nope", ""],
    "--weight": ["passed", "nope", "noise"],
    "--text": ["nope", ""],
    "--date": ["study"],
    "--delimiter": ["", ",,", "\n", '"', "a", "\0"],
    "--decimal": ["x", "", ",", ".."],
    "--thousands": ["x", "", "5"],
    "--encoding": ["../../etc", "A" * 5000, "", "rot13", "utf-99", "idna", "unicode_escape", "zlib"],
    "--missing": ["", "\x1b"],
    "--positive": ["", "maybe", ESCAPE],
    "--dedupe": ["", "all", "Drop"],
}  # fmt: skip
OTHERS = [
    *([*COMPARE[:2], "--target", target] for target in ("", "Passed", ESCAPE, "\u202edessap",
    "passed" * 10_000, "\0", "*")),
    *(["compare", file, "--target", "y"] for file in (
        "", ".", "..", "nothing.csv", ESCAPE, "a\nb.csv", "\0", "/proc/self/mem", "/proc/self/environ", "/proc/kmsg",
        "/dev/null",
        "/dev/zero", "/dev/full", "/etc/passwd", "x" * 5000, "http://example.com/a.csv", "~/rows.csv", "*.csv",
        "rows.csv/", "-",
        "rows.csv\0.png", "folder", "link", "loop", "pipe", "secret.csv",
    )),
    [*COMPARE, "--no-header", "--target", "column_1"],
    [*COMPARE, "--group", "study", "--time", "study"],
    [*COMPARE, "--drop", "study", "--drop", "sleep", "--drop", "noise"],
    [*COMPARE, "--runs", "rows.csv"], [*COMPARE, "--runs", "/dev/null"], [*COMPARE, "--runs", ""],
    [*COMPARE, "--resume"],
    [*COMPARE, "--runs", "/proc/x"], [*COMPARE, "--runs", "\0"], [*COMPARE, "extra"], [*COMPARE, "--resum"],
    *(["run", name] for name in ("../../x", "/etc/passwd", "", "student_pass_fail\n", "Student_Pass_Fail",
    ESCAPE, "\0", "*", "x" * 5000)),
    *(["run", "student_pass_fail", "--data", name] for name in ("../../x", "nonsense", "__init__", "os",
    "option_files", ESCAPE, "\0")),
    *(["run", "student_pass_fail", *text] for text in (
        ["--budget", "x"], ["--budget", ""], ["--resume", "--runs", "nothing"], ["--runs", "rows.csv"],
        ["--runs", "/dev/null"],
        ["--recipes", "nothing"], ["--recipes", "rows.csv"], ["--recipes", ""], ["--recipes", "\0"], ["--seed", "1"],
    )),
    ["predict", "nothing", "rows.csv"], ["predict", ".", "rows.csv"], ["predict", "", ""],
    ["predict", "run", "nothing.csv"],
    ["predict", "run", "rows.csv", "--model", "x"], ["predict", "run", "/dev/zero"], ["predict", "\0", "rows.csv"],
    *(["report", run] for run in ("/etc/passwd", "/dev/null", "", "\0", "loop", ESCAPE, "rows.csv", "x" * 5000)),
    *([verb, name] for verb in ("look", "trace", "eject") for name in ("../../x", "nobody", "", "\0", "/dev/null",
    "..", ESCAPE)),
    ["trace", "student_pass_fail", "--row", "-1"], ["trace", "student_pass_fail", "--row", HUGE],
    ["trace", "x", "--row", "a"],
    ["trace", "student_pass_fail", "--model", "x"], ["look", "student_pass_fail", "--model", "../x"],
    ["export", "nothing", "--as", "onnx"], ["export", "run", "--as", "pickle"], ["export", "run"],
    ["export", "run", "--as", ""],
    ["explain", "../../x"], ["explain", ""], ["explain", ESCAPE], ["explain", "x" * 100_000],
    ["explain", "__class__"], ["explain", "\0"],
    ["drill", "--count", "-1"], ["drill", "--count", "0"], ["drill", "--count", HUGE], ["drill", "--topic", "x"],
    ["drill", "--topic", ""],
    ["drill", "--check", "../x"], ["drill", "--check", "__class__"], ["drill", "--check", ""],
    ["drill", "--list", "--progress", "/dev/null/x"],
    ["book", "--runs", "nothing"], ["book", "--runs", "rows.csv"], ["book", "--runs", "\0"], ["list", "x"],
    ["list", "--recipes", "nothing"],
    ["list", "--recipes", "\0"], [], ["--version", "x"], ["--nothing"], ["compare"], ["compare", "--target"], [""],
    ["\0"], [ESCAPE],
    ["RUN", "x"], ["device", "x"],
]  # fmt: skip
LINES = [[*COMPARE, f"{option}={value}"] for option, values in OF_COMPARE.items() for value in values] + OTHERS


class StartedError(Exception):
    """The command line was accepted: training would begin."""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a table and with things that are none."""
    place = tmp_path_factory.mktemp("typed")
    small_table().to_csv(place / "rows.csv", index=False)
    (place / "folder").mkdir()
    (place / "link").symlink_to(place / "nowhere")
    (place / "loop").symlink_to(place / "loop")
    os.mkfifo(place / "pipe")
    (place / "run").mkdir()
    (place / "run" / "results.json").write_text(json.dumps({"schema": 3}))
    (place / "secret.csv").write_text("a,y\n1,2\n")
    (place / "secret.csv").chmod(0)
    return place


def named(arguments):
    return ascii(" ".join(arguments))[1:80] or "nothing"


@pytest.mark.skipif(sys.platform == "win32", reason="devices and pipes of Unix")
@pytest.mark.parametrize("arguments", LINES, ids=map(named, LINES))
def test_a_command_line_is_done_or_refused_by_a_sentence(place, monkeypatch, capfd, arguments):
    def start(*_):
        raise StartedError

    monkeypatch.chdir(place)
    monkeypatch.setattr(RunFolder, "start", start)
    monkeypatch.setenv("DLFUND_RECIPES", str(ROOT / "recipes"))
    monkeypatch.setattr(sys, "argv", ["dlfund", *arguments])
    before = sorted(path.name for path in place.iterdir())
    try:
        code = cli.main(arguments)
    except SystemExit as ended:
        code = ended.code
    except StartedError:
        code = 0
    printed = capfd.readouterr()
    assert code in (0, 2), printed.err
    assert "Traceback" not in printed.err
    assert "".join(sign for sign in printed.out + printed.err if not sign.isprintable() and sign != "\n") == ""
    if code == 2:
        assert "Expected" in printed.err or "error:" in printed.err, printed.err
        assert len(printed.err) < 30_000
    assert sorted(path.name for path in place.iterdir()) == before
