"""Learning curves for TensorBoard: one event file per contender and fold, written without TensorFlow."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter

from dlfund.core.outcome import Outcome
from dlfund.core.path_component import inside


class LoggedContender(Protocol):
    """What is read of a contender's result."""

    @property
    def name(self) -> str: ...

    @property
    def every_outcome(self) -> list[Outcome]: ...


def write_logs(folder: Path, contenders: Iterable[LoggedContender]) -> None:
    """Write the curves of every contender that has some. Read them with `tensorboard --logdir folder`.

    Args:
        folder: Path. It gets one subfolder per contender and fold.
        contenders: iterable of contenders' results, with a name and every outcome.
    """
    for contender in contenders:
        for outcome in contender.every_outcome:
            if outcome.history:
                _write(inside(folder, contender.name, outcome.fold), outcome.history)


def _write(folder: Path, history: dict[str, list[float]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    writer = EventFileWriter(str(folder))
    for name, values in history.items():
        for epoch, value in enumerate(values, start=1):
            scalar = Summary(value=[Summary.Value(tag=name, simple_value=value)])
            writer.add_event(Event(step=epoch, summary=scalar, wall_time=float(epoch)))
    writer.close()
