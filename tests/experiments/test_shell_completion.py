"""A shell completes verbs, options and recipes."""

import subprocess
import sys
from pathlib import Path

import pytest

from dlfund import cli
from dlfund.experiments.run_options import SHELLS

ASK = """
PATH={programs}:$PATH
source {script}
COMP_WORDS=({typed}) COMP_CWORD=$(({count} - 1)) COMP_LINE='{typed}' COMP_POINT=${{#COMP_LINE}}
_shtab_dlfund
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gets_a_script_with_the_verbs(shell, capsys):
    assert cli.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(verb in script for verb in ("compare", "drill", "completion", "budget"))


@pytest.mark.parametrize(
    "typed, completed",
    [("dlfund comp", "compare"), ("dlfund run --bud", "--budget"), ("dlfund run student_", "student_pass_fail")],
)
def test_bash_completes(tmp_path, capsys, typed, completed):
    cli.main(["completion", "bash"])
    (tmp_path / "script").write_text(capsys.readouterr().out, encoding="utf-8")
    programs = Path(sys.executable).parent
    ask = ASK.format(programs=programs, script=tmp_path / "script", typed=typed, count=len(typed.split()))
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert completed in done.stdout.split(), done.stderr
