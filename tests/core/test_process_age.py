"""A time limit counts from when a process was started, not from when it had read its modules."""

import subprocess
import sys

import pytest

from dlfund.core import process_age as module
from dlfund.core.process_age import process_age


def test_it_counts_from_the_start_of_the_process():
    code = "import time; time.sleep(0.5); from dlfund.core.process_age import process_age; print(process_age())"
    age = float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)
    assert age >= (0.4 if module.STATUS.exists() else 0.0)


@pytest.mark.parametrize("content", ["", "1 (dlfund) S 2"])
def test_where_the_system_does_not_say_it_counts_from_the_import(tmp_path, monkeypatch, content):
    status = tmp_path / "stat"
    if content:
        status.write_text(content)
    monkeypatch.setattr(module, "STATUS", status)
    assert 0.0 <= process_age() <= process_age()
