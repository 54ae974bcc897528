"""A page of any Keras model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

FIX = "Free some space, or make the folder writable: dlfund look writes its page there."


def look_page(
    model: Any,
    x: Any,
    y: Any,
    path: str | Path,
    *,
    loss: Any = None,
    feature_names: Sequence[str] = (),
    class_names: Sequence[Any] = (),
    frames: Sequence[tuple[int, Any]] = (),
) -> Path:
    """Write one self-contained HTML page that walks through a Keras model.

    Args:
        model: keras.Model, compiled or with a `loss`; it need not be built with dlfund.
        x, y: rows and targets, as `fit` takes them. The first 200 are shown.
        path: path. The page's file.
        loss: what `compile` takes; None takes the compiled loss.
        feature_names: a name for each input; if empty the table's columns, or x1, x2, …
        class_names: names of the classes 0, 1, …
        frames: sequence of (epoch, model.get_weights()), for the slider of epochs; the last is shown first.

    Returns:
        Path of the page.
    """
    from dlfund.explain.look_data import Feature, Frame, Target, look_data

    names = feature_names or (list(x.columns) if hasattr(x, "columns") else ())
    data = look_data(
        model,
        x,
        y,
        loss=loss,
        features=[Feature(str(name)) for name in names],
        target=Target(classes=tuple(map(str, class_names))),
        frames=[Frame(epoch, weights) for epoch, weights in frames],
    )
    return write(data, Path(path))


def write(data: Any, path: Path, **links: str) -> Path:
    """The page of what explain.look_data recorded."""
    from dlfund.report.look_page import write_look

    write_look(data.content, path, fix=FIX, **links)
    return path
