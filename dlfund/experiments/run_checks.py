"""What can be refused about a finished run before the libraries are imported that open its models and rows.

The commands ask these first: a misspelt run, model or format costs a second of processor time, not ten.
"""

from __future__ import annotations

from pathlib import Path

from dlfund.comparison.result.result import Result
from dlfund.comparison.running.run_folder import reads_a_run
from dlfund.core.contender_labels import label_of, opening
from dlfund.core.errors import UserError, printable
from dlfund.core.nearest_name import nearest_name
from dlfund.core.path_component import inside
from dlfund.core.quiet import tell
from dlfund.experiments import recipe_files
from dlfund.experiments.named_run import finished_run, run_folder

FORMATS = {"keras": "network", "onnx": "network", "savedmodel": "network", "skops": "baseline"}


@reads_a_run
def result_with(run: Path, model: str | None = None) -> Result:
    """The result of a run that has this contender.

    Args:
        run: Path. A finished run's folder.
        model: str or None. A contender's name.

    Raises:
        UserError: there is no finished run, or it has no such contender.
    """
    result = Result.read(run)
    if model is not None and model not in result.names:
        raise UserError(
            f"Expected --model to be a contender of this run: {', '.join(result.names)}. Received: "
            f"{printable(model)!r}.{nearest_name(model, result.names)}"
        )
    return result


def run_with(name: str, runs: Path, model: str | None = None) -> Path:
    """The folder of the run that is named, which has this contender; errors as `run_folder` and `result_with` have."""
    folder = run_folder(name, runs)
    result_with(folder, model)
    return folder


def contender_with_model(result: Result, model: str | None = None) -> str:
    """The name of a contender with a model of all rows: the named one, or the one with the best mean.

    Where there was no time to fit the best one to all rows, the best of those with a model takes its place, and a
    sentence says so.

    Raises:
        UserError: it has none, because it failed, or it is the named one; or no contender has one.
    """
    name, saved = result.ranked()[0].name if model is None else model, result.with_model()
    if not (error := result.contender(name).final.error):
        return name
    if model is None and saved and result.contender(name).final.unfinished:
        tell(
            f"{opening(name)}, the best contender, was not fitted to all rows in the time; {label_of(saved[0])} takes "
            f"its place. --model names another."
        )
        return saved[0]
    others = ", ".join(saved) or "none has one"
    which = f"the best contender, {name!r}" if model is None else repr(name)
    raise UserError(
        f"Expected a model of all rows of {which}. Received: none, {printable(error.rstrip('.'))}. Name another "
        f"contender with --model ({others}), or compare again with more --minutes."
    )


@reads_a_run
def kept_network(folder: Path, model: str | None = None) -> str:
    """The name of a network whose model a run keeps: the named one, or the best.

    Raises:
        UserError: there is no finished run, or it keeps no such network.
    """
    result = Result.read(folder)
    for name in result.names:
        inside(folder, "models", name, what="a contender's name")
    return network_among(result.with_model("network"), model)


def check_network(folder: Path, model: str | None) -> None:
    """Refuse a named network that a run does not keep, with a UserError."""
    if model is not None:
        kept_network(folder, model)


def check_trace(name: str, model: str | None, runs: Path) -> None:
    """Refuse a name that is neither a run nor a recipe, and a network that a run does not keep, with a UserError."""
    folder = finished_run(name, runs)
    if folder is None:
        recipe_files.find(name)
    else:
        kept_network(folder, model)


def network_among(networks: list[str], model: str | None) -> str:
    """The named network, or the first.

    Raises:
        UserError: none has this name, or there are none.
    """
    if not networks:
        raise UserError(
            "Expected a network to choose from. Received: none, there is no network, or none was fitted to all rows. "
            "Compare again with more --minutes, or with a network among the contenders."
        )
    if model not in (None, *networks):
        known = ", ".join(networks)
        raise UserError(
            f"Expected --model to be one of its networks: {known}. Received: {printable(str(model))!r}."
            f"{nearest_name(str(model), networks)}"
        )
    return model or networks[0]


@reads_a_run
def exported_contender(run: Path, kind: str, model: str | None = None) -> str:
    """The name of the contender that is exported: the named one, or the best that the format can hold.

    Args:
        kind: str. The format.

    Raises:
        UserError: there is no such format, run or contender, or the format can't hold it.
    """
    if kind not in FORMATS:
        raise UserError(
            f"Expected --as to be one of {', '.join(FORMATS)}. Received: {kind!r}.{nearest_name(kind, FORMATS)}"
        )
    family = FORMATS[kind]
    fitting = result_with(run, model).with_model(family)
    if not fitting or model not in (None, *fitting):
        instead = "--as skops" if family == "network" else "--as keras, onnx or savedmodel"
        raise UserError(
            f"Expected a {family} for --as {kind}: {', '.join(fitting) or 'this run has none'}. "
            f"Received: {model or 'none'}. For other contenders use {instead}."
        )
    return fitting[0] if model is None else model
