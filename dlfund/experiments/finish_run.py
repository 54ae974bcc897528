"""The end of every run, a recipe's and a user table's: the result, the training logs and the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dlfund.comparison.contender import networks_of
from dlfund.comparison.result.finished_run import FinishedRun
from dlfund.comparison.result.result import Result
from dlfund.comparison.result.sections import Section
from dlfund.comparison.running.fold_loop import Comparison
from dlfund.comparison.running.run_folder import RunFolder
from dlfund.comparison.terms import Terms
from dlfund.core.path_component import inside


def finish_run(comparison: Comparison, folder: RunFolder, terms: Terms, sections: Sequence[Section] = ()) -> Result:
    """Build the result of a comparison whose folds are all in the folder, and write it, its logs and its page.

    Args:
        sections: further sections of the result, before the page that walks through the best network.
    """
    from dlfund.comparison.result.build_result import build_result

    look = Section("look", "the page that walks through a network", _look_page, otherwise="")
    result = build_result(comparison, folder, terms, [*sections, look])
    _write_logs_and_page(result, folder)
    return result


def complete_run(comparison: Comparison, folder: RunFolder) -> Result:
    """Write the pages and logs of a finished run that are missing, since it was interrupted after its result."""
    from dlfund.report.page import LOOK, PAGE

    result = Result.read(folder.path)
    if result.look == LOOK and not (folder.path / LOOK).exists():
        _write_look_page(result, folder.path, comparison)
    if not (folder.path / PAGE).exists():  # the page is written last
        _write_logs_and_page(result, folder)
    return result


def _write_logs_and_page(result: Result, folder: RunFolder) -> None:
    from dlfund.report.page import PAGE, write_page
    from dlfund.training.logs import write_logs

    write_logs(inside(folder.path, "logs"), result.contenders)
    write_page(result, folder.path / PAGE)


def _look_page(seen: FinishedRun) -> str:
    """Write the page into the run's folder; its name, or nothing if no network was saved."""

    result = seen.result
    if seen.folder is None or result is None or not result.with_model("network"):
        return ""
    return _write_look_page(result, seen.folder, seen.comparison).name


def _write_look_page(result: Result, folder: Path, comparison: Comparison) -> Path:
    from dlfund.experiments.walkthrough import run

    networks = networks_of(comparison.contenders)
    return run.look_at_run(result, folder, comparison.dataset, networks=networks, hurry=True)
