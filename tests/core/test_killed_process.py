"""A process that is killed leaves a sentence; one that ends in its own way doesn't."""

import os
import subprocess
import sys

import pytest

from dlfund.core.killed_process import told_if_killed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
KILL = "os.kill(os.getpid(), signal.SIGKILL)"
BLOCK = """
import os, signal, subprocess, sys, threading
from dlfund.core.killed_process import ends_by_itself, told_if_killed
{before}
with told_if_killed({sentence!r}):
    {work}
{after}
"""


def ended(work, sentence="It was killed.", before="", after=""):
    """The exit code and what stands on standard error."""
    script = BLOCK.format(sentence=sentence, work=work, before=before, after=after)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


def test_a_killed_process_leaves_a_sentence():
    assert ended(KILL) == (-9, "It was killed.\n")


def test_a_crash_in_a_library_does_too():
    assert ended("os.abort()") == (-6, "It was killed.\n")


def test_a_signal_to_all_processes_of_a_terminal_is_outlived():
    both = f"signal.signal(signal.SIGINT, signal.SIG_IGN); os.killpg(0, signal.SIGINT); {KILL}"
    assert ended(both, before="os.setsid()") == (-9, "It was killed.\n")


@pytest.mark.parametrize(("work", "code"), [("pass", 0), ("sys.exit(3)", 3), ("ends_by_itself(); os._exit(4)", 4)])
def test_an_end_of_its_own_leaves_none(work, code):
    assert ended(work) == (code, "")


def test_what_it_started_does_not_hide_its_end():
    start = f"subprocess.Popen(['sleep', '5'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); {KILL}"
    assert ended(start) == (-9, "It was killed.\n")


def test_after_the_block_nothing_is_told():
    assert ended("pass", after=KILL) == (-9, "")


def test_nothing_to_tell_starts_no_process(monkeypatch):
    monkeypatch.delattr(os, "fork")
    for sentence in ("", "It was killed."):
        with told_if_killed(sentence):
            pass
