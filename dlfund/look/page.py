"""A page of any Keras model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

FIX = "Free some space, or make the folder writable: dlfund look writes its page there."


def look_page(model, x, y, path, *, loss=None, feature_names: Sequence[str] = (), class_names=(), frames=(), about=()):
    """Write one self-contained HTML page that walks through a Keras model.

    Args:
        model: keras.Model, compiled or with a `loss`; also one that dlfund did not build.
        x, y: rows and targets, as `fit` takes them. The first 200 are shown.
        path: path. Of the page.
        loss: whatever `compile` takes; None takes the compiled loss.
        feature_names: a name for each input; x1, x2, … if empty.
        class_names: names of the classes 0, 1, …
        frames: sequence of (epoch, model.get_weights()), such as `LookFrames` records, for the slider of epochs.
        about: sentences that stand under the title.

    Returns:
        Path of the page.
    """
    from dlfund.explain.look_data import Feature, Frame, Target, Words, look_data

    data = look_data(
        model,
        x,
        y,
        loss=loss,
        features=[Feature(str(name)) for name in feature_names],
        target=Target(classes=tuple(map(str, class_names))),
        frames=[Frame(epoch, weights) for epoch, weights in frames],
        words=Words(about=tuple(about)),
    )
    return write(data, Path(path))


def write(data: Any, path: Path, **links: str) -> Path:
    """The page of what explain.look_data found."""
    from dlfund.report.look_page import write_look

    write_look(data.content, path, fix=FIX, **links)
    return path
