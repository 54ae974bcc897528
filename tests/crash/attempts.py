"""A command that is stopped at one system call, continued, and compared with an undisturbed one.

Processes are forked from one that has imported everything and trained nothing, so that an attempt costs the command
alone.
"""

import gc
import io
import json
import os
import re
import shutil
import signal
import traceback
import zipfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crash.system_calls import COUNT, Fault, SystemCalls

from dlfund import cli
from dlfund.comparison.running.executor import Executor, InThisProcess, using

TIMES = re.compile(r"seconds|^finished$|^command$|^compilations$")  # keys of what a clock says
ADDRESS = re.compile(rb"\d{9,}")
PATIENCE = 120  # seconds, after which a command hangs


@dataclass(frozen=True)
class Ending:
    """How a process ended: its exit code (below 0: the signal), what it printed, the system calls that it made."""

    code: int
    printed: str
    calls: list[str]


@dataclass(frozen=True)
class Attempt:
    """One crash.

    Args:
        call: str. At which call.
        kind: str. The fault's.
        begun: bool. Whether there was a run to be continued.
        lost: int. Finished folds that are gone or have other bytes.
        again: int. Folds that were computed twice.
        different: list of str. What is not as in the undisturbed run.
        wrong: list of str. Other things that must not be: a traceback, half a file, a leftover.
    """

    call: str
    kind: str
    begun: bool = True
    lost: int = 0
    again: int = 0
    different: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Command:
    """What is crashed.

    Args:
        arguments: sequence of str. Of the command line, without `--runs`.
        folder: Path. For the runs; what else the command needs lies elsewhere.
        executor: function without arguments. What fits the folds.
    """

    arguments: Sequence[str]
    folder: Path
    executor: Callable[[], Executor] = InThisProcess

    def warm(self) -> None:
        """Run it once in this process, which imports everything."""
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), using(self.executor()):
            cli.main([*self.arguments, "--runs", str(self.folder / "warm")])
        gc.freeze()  # a child that collects garbage would copy the memory of all that was imported

    def undisturbed(self) -> tuple[dict[str, Any], list[str]]:
        """The content of an undisturbed run, and its system calls."""
        ending = self.forked(self.folder / "undisturbed")
        if ending.code:
            raise RuntimeError(ending.printed)
        return content_of(self.folder / "undisturbed"), ending.calls

    def attempt(self, fault: Fault, undisturbed: dict[str, Any]) -> Attempt:
        """Crash at this fault, continue, compare; all in a folder of its own, which is removed."""
        runs = self.folder / f"{fault.kind}_{fault.number}"
        try:
            return self._attempt(fault, undisturbed, runs)
        finally:
            shutil.rmtree(runs, ignore_errors=True)

    def _attempt(self, fault: Fault, undisturbed: dict[str, Any], runs: Path) -> Attempt:
        crashed = self.forked(runs, fault)
        call = crashed.calls[fault.number] if len(crashed.calls) > fault.number else "never reached"
        wrong = list(_not_as_asked(crashed, fault)) + [f"half a file: {path}" for path in half_files(runs)]
        before = folds_of(runs)
        begun = any(runs.glob("*/*/plan.json"))
        again = self.forked(runs, resume=begun)
        if again.code:
            return Attempt(call, fault.kind, begun, wrong=[*wrong, f"not continued: {again.printed[-600:]}"])
        after = folds_of(runs)
        left = (path for pattern in ("*.part*", "lock") for path in runs.rglob(pattern))
        wrong += [f"left over: {path}" for path in left if begun or not path.name.startswith("plan.")]
        return Attempt(
            call,
            fault.kind,
            begun,
            lost=sum(after.get(path) != content for path, content in before.items()),
            again=len(_begun_folds(crashed.calls) - set(before)) if begun else 0,
            different=differences(undisturbed, content_of(runs)),
            wrong=wrong,
        )

    def forked(self, runs: Path, fault: Fault = COUNT, resume: bool = False) -> Ending:
        """The command in a process of its own, with a fault."""
        runs.mkdir(parents=True, exist_ok=True)
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            self._child(runs, fault, resume, write)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            lines = pipe.read().decode(errors="replace").splitlines()
        _, status = os.waitpid(child, 0)
        calls = [line[2:] for line in lines if line.startswith("c ")]
        printed = "\n".join(line[2:] for line in lines if line.startswith("p "))
        return Ending(os.waitstatus_to_exitcode(status), printed, calls)

    def _child(self, runs: Path, fault: Fault, resume: bool, write: int) -> None:
        """Run the command, tell each call as it is made, and end."""
        code = 1
        try:
            signal.alarm(PATIENCE)
            printed = io.StringIO()
            calls = SystemCalls(runs, fault)
            calls.seen = _Told(write)
            calls.install()
            try:
                with redirect_stdout(printed), redirect_stderr(printed), using(self.executor()):
                    texts = [*self.arguments, "--runs", str(runs), *(["--resume"] if resume else [])]
                    code = cli.main(texts)
            except BaseException:
                printed.write(traceback.format_exc())
            calls.remove()
            os.write(write, "".join(f"p {line}\n" for line in printed.getvalue().splitlines()).encode())
        finally:
            os._exit(code)


class _Told(list):
    """A list that writes what is appended into a pipe, so that it outlives its process."""

    def __init__(self, pipe: int) -> None:
        super().__init__()
        self.pipe, self.write = pipe, os.write

    def append(self, call: str) -> None:
        super().append(call)
        self.write(self.pipe, f"c {call}\n".encode(errors="replace"))


def _not_as_asked(crashed: Ending, fault: Fault) -> list[str]:
    """A killed process has no words; one with an error has a sentence, or went on."""
    if fault.kind in ("kill", "torn", "power"):
        return [] if crashed.code == -signal.SIGKILL else [f"not killed: {crashed.code} {crashed.printed[-300:]}"]
    if crashed.code not in (0, 2) or "Traceback" in crashed.printed:
        return [f"exit code {crashed.code}: {crashed.printed[-600:]}"]
    if crashed.code == 2 and "Expected" not in crashed.printed:
        return [f"no sentence: {crashed.printed[-300:]}"]
    return []


def half_files(runs: Path) -> list[str]:
    """JSON files, models and pages in their places that are not whole."""
    files = (path for path in runs.rglob("*") if path.is_file() and ".part" not in path.name)
    return [path.name for path in files if not WHOLE.get(path.suffix, Path.exists)(path)]


def _is_json(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_text(encoding="utf-8")), dict)
    except ValueError:
        return False


def _is_page(path: Path) -> bool:
    return path.read_text(encoding="utf-8").rstrip().endswith("</html>")


WHOLE = {".json": _is_json, ".html": _is_page, ".skops": zipfile.is_zipfile, ".keras": zipfile.is_zipfile}


def folds_of(runs: Path) -> dict[str, bytes]:
    """The bytes of every finished fold, by its place in the run."""
    return {"/".join(path.parts[-2:]): path.read_bytes() for path in _fold_files(runs)}


def _fold_files(runs: Path) -> list[Path]:
    return [path for path in runs.glob("*/*/folds/*/*.json") if ".part" not in path.name]


def _begun_folds(calls: Sequence[str]) -> set[str]:
    """The folds whose file was begun."""
    begun = (re.search(r"^open .*/folds/([^/]+)/([^/]+)\.[0-9a-f]{8}\.part\.json$", call) for call in calls)
    return {f"{match[1]}/{match[2]}.json" for match in begun if match}


def content_of(runs: Path) -> dict[str, Any]:
    """What a finished run holds, without what a clock says, by the names of its files."""
    [folder] = {path.parent for path in runs.glob("*/*/results.json")}
    content: dict[str, Any] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        content[name] = _without_times(json.loads(path.read_text())) if path.suffix == ".json" else _members(path)
    return content


def _members(path: Path) -> Any:
    if path.suffix == ".html" or "logs" in path.parts:
        return path.stat().st_size > 0  # it shows times
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist() if name != "metadata.json"}
    return _numbered(content) if path.suffix == ".skops" else content


def _numbered(content: dict[str, bytes]) -> dict[str, bytes]:
    """A skops file's members with numbers in the place of addresses in memory."""
    addresses = dict.fromkeys(ADDRESS.findall(content["schema.json"]))
    numbers = {address: b"#%d" % number for number, address in enumerate(addresses)}
    plain = {ADDRESS.sub(lambda match: numbers[match[0]], name.encode()): text for name, text in content.items()}
    plain[b"schema.json"] = ADDRESS.sub(lambda match: numbers[match[0]], content["schema.json"])
    return {name.decode(): text for name, text in sorted(plain.items())}


def _without_times(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _without_times(value) for key, value in content.items() if not TIMES.search(key)}
    return [_without_times(value) for value in content] if isinstance(content, list) else content


def differences(first: Any, second: Any, place: str = "") -> list[str]:
    """Where two contents differ."""
    if isinstance(first, dict) and isinstance(second, dict):
        keys = sorted({*first, *second})
        return [line for key in keys for line in differences(first.get(key), second.get(key), f"{place}/{key}")]
    if isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        pairs = enumerate(zip(first, second, strict=True))
        return [line for number, pair in pairs for line in differences(*pair, f"{place}/{number}")]
    return [] if first == second else [f"{place}: {first!r:.60} became {second!r:.60}"]
