"""Layer monitor: what happens inside a network while `model.fit` trains it.

every n-th step   for each layer: mean, standard deviation and zeros of its output; for each weight: its length and
                  that of its gradient
every epoch       the averages of these; histograms; dead, saturated and distinct units
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import ops

from dlfund.core.errors import UserError
from dlfund.core.keras_internals import compiled_loss_of
from dlfund.explain.backends.backend import backend, is_floating, to_numpy
from dlfund.explain.health.activations import activations_of
from dlfund.explain.health.event_file import EventFile
from dlfund.explain.health.units import recorded_calls, units_of
from dlfund.explain.trace.layer_call import call_names
from dlfund.explain.trace.recording import Recording
from dlfund.explain.trace.rows import as_tensors, build, check_lengths
from dlfund.explain.trace.step import loss_function, mapped_scope, weight_names

FILE = "layers.jsonl"


class LayerMonitor(keras.callbacks.Callback):
    """Records the state of every layer during training, at a small and constant cost.

    A callback does not see the batch that is trained on, so the monitor has rows of its own. A step that is
    recorded costs about one step on those rows; the others cost nothing.

    Args:
        x, y: a few rows and their targets, half a batch or fewer; the same rows are used throughout.
        folder: path. `layers.jsonl` (one line per epoch) and TensorBoard's event file are written there.
        every: int. Steps between two records.
        bins: int. Bars of the histograms.

    Example:
        >>> import tempfile
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, "relu"), keras.layers.Dense(1)])
        >>> model.compile("sgd", "mse")
        >>> x, y = np.ones((8, 2)), np.ones((8, 1))
        >>> monitor = LayerMonitor(x, y, folder=tempfile.mkdtemp(), every=1)
        >>> history = model.fit(x, y, epochs=2, batch_size=4, verbose=0, callbacks=[monitor])
        >>> [line["samples"] for line in monitor.lines]
        [2, 2]
    """

    def __init__(self, x: Any, y: Any, *, folder: str | Path, every: int = 10, bins: int = 16) -> None:
        super().__init__()
        if not isinstance(every, int) or every < 1:
            raise UserError(f"Expected every to be a whole number of steps above 0. Received: every={every!r}.")
        self.x, self.y = as_tensors(x), as_tensors(y)
        self.folder, self.every, self.bins = Path(folder), every, bins
        self.lines: list[dict] = []
        self.steps = 0
        self._samples: list[Any] = []
        self._names: list[Any] = []
        self._compiled: tuple[Any, Any] | None = None

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        build(self.model, self.x)
        check_lengths(self.x, self.y)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._events = EventFile(self.folder)
        self._file = (self.folder / FILE).open("a", encoding="utf-8")
        self._variables = (self.model.trainable_variables, self.model.non_trainable_variables)
        self._weights = weight_names(self.model, self._variables[0])
        compiled = (self.model, compiled_loss_of(self.model))
        if self._compiled != compiled:  # a second fit of the same model needs no second tracing
            self._compiled, self._loss = compiled, loss_function(self.model)
            self._measure = backend().compiled(self._numbers)

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self.steps += 1
        if self.steps % self.every == 0:
            _ = self.model  # on JAX this brings the variables up to date
            values, others = ([variable.value for variable in part] for part in self._variables)
            with backend().noise_kept():
                self._samples.append(self._measure(values, others, self.x, self.y))

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        samples = np.array([to_numpy(sample) for sample in self._samples], dtype="float64")
        self._samples = []
        calls = recorded_calls(self.model, self.x)
        shown = activations_of(calls, self.bins)
        line = {
            "epoch": epoch,
            "step": self.steps,
            "samples": len(samples),
            **self._averages(samples),
            "units": [_health(layer) for layer in units_of(calls).layers],
            "histograms": {layer.name: {"counts": layer.counts, "edges": layer.edges} for layer in shown.layers},
        }
        self.lines.append(line)
        self._file.write(json.dumps(line, allow_nan=False) + "\n")
        self._file.flush()
        self._to_events(line, shown)

    def on_train_end(self, logs: dict[str, float] | None = None) -> None:
        self._file.close()
        self._events.close()

    def _numbers(self, values, others, x, y):
        """All numbers of one record as one vector, so that there is one transfer; their names are kept in _names."""
        model, names = self.model, ["loss"]

        def look(tensors):
            scope = mapped_scope(model, tensors, others, variables=self._variables)
            with scope, Recording(model, scope, traced=True) as recording:
                loss = self._loss(x, y, model(x, training=True), None)
            called = call_names(recording.calls)
            seen = [call for call in recording.calls if ops.is_tensor(call.output) and is_floating(call.output)]
            names.extend((what, called[id(call)]) for call in seen for what in ("mean", "deviation", "zeros"))
            numbers = [number for call in seen for number in backend().statistics(call.output)]
            return loss, [ops.stop_gradient(ops.cast(loss, "float32")), *numbers]

        _, numbers, gradients = backend().value_and_gradients(look, values)
        for name, value, gradient in zip(self._weights, values, gradients, strict=True):
            if gradient is not None:
                names.extend([("gradient", name), ("weight", name)])
                numbers += [backend().length(gradient), backend().length(value)]
        self._names = names
        return ops.stack(numbers)

    def _averages(self, samples):
        """Averages over the epoch's records; one that is not finite is text."""
        means = samples.mean(axis=0) if len(samples) else np.full(len(self._names), np.nan)
        averages = {"loss": None, "layers": {}, "weights": {}}
        for name, value in zip(self._names, means, strict=True):
            value = float(value) if np.isfinite(value) else str(value)
            if name == "loss":
                averages["loss"] = value
            else:
                kind = "weights" if name[0] in ("gradient", "weight") else "layers"
                averages[kind].setdefault(name[1], {})[name[0]] = value
        return averages

    def _to_events(self, line, shown):
        epoch = line["epoch"] + 1
        for kind in ("layers", "weights"):
            for name, numbers in line[kind].items():
                for what, value in numbers.items():
                    self._events.scalar(f"{kind}/{name}/{what}", float(value), epoch)
        for health in line["units"]:
            for what in ("dead", "saturated", "distinct"):
                self._events.scalar(f"units/{health['name']}/{what}", float(health[what]), epoch)
        for layer in shown.layers:
            self._events.histogram(f"output/{layer.name}", layer, epoch)
        self._events.flush()


def _health(layer):
    return {
        "name": layer.name,
        "units": layer.units,
        "dead": len(layer.dead),
        "saturated": len(layer.saturated),
        "distinct": layer.distinct,
        "rank": layer.rank,
    }
