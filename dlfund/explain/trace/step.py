"""One training step in every detail: forward pass, loss and every gradient. The model is not changed.

    loss = L(model(x), y)
    gradients by zero probes: ∂loss/∂output, ∂loss/∂sum, and ∂loss/∂weight of each call
    gradients with respect to the weights: ∂loss/∂weight of all calls together, penalties included

The pass runs twice: once to record which calls there are, and once more, with probes, to be differentiated.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from keras import ops

from dlfund.core.errors import UserError
from dlfund.core.keras_internals import compiled_loss_of
from dlfund.explain.backends.backend import backend, to_numpy
from dlfund.explain.backends.keras_internals import carries_logits, loss_like_compile, plus
from dlfund.explain.trace.recording import Recording, floating_leaves
from dlfund.explain.trace.rows import as_tensors, build, check_lengths


@dataclass(frozen=True)
class TracedStep:
    """The results of one step, as arrays; `calls` still hold the backend's tensors."""

    calls: list[Any]
    output: Any
    loss: float
    gradients: list[Any]  # by trainable variable, in the backend's tensors, scaled; None where the loss has none
    probed: dict[Any, np.ndarray]  # (key, place) -> gradient
    state: dict[str, tuple[np.ndarray, np.ndarray]]


OUTPUT = "the model's output"


def take(model, x, y, *, loss=None, sample_weight=None, training=True, scale=1.0):
    """Run and differentiate one step; in the backward pass the loss is multiplied by `scale`."""
    x, y, sample_weight = (as_tensors(part) for part in (x, y, sample_weight))
    build(model, x)
    check_lengths(x, y, sample_weight)
    loss_of = loss_function(model, loss, rows=(x, y))
    rows = (x, y, sample_weight)
    with backend().noise_kept():
        calls, first, output, state = _record(model, rows, loss_of, training)
    probes = dict(_places(model, calls, output))
    second, gradients, by_probe = _differentiate(model, rows, loss_of, training, probes, scale)
    if not np.allclose(to_numpy(first), to_numpy(second), rtol=1e-4, atol=1e-6, equal_nan=True):
        raise _unlike(float(to_numpy(first)), float(to_numpy(second)))
    behind = {place: tensor for place, tensor in probes.items() if carries_logits(tensor)}
    if behind:  # the loss used their logits: its gradient for the probabilities themselves is computed separately
        by_probe |= _differentiate(model, rows, loss_of, training, behind, scale, keep_logits=False)[2]
    return TracedStep(calls, output, float(to_numpy(first)), gradients, by_probe, state)


def _differentiate(model, rows, loss_of, training, places, scale, keep_logits=True):
    """The loss, its gradient for each weight (scaled), and for each place (not scaled)."""
    x, y, sample_weight = rows
    names, zeros = list(places), [ops.zeros_like(tensor) for tensor in places.values()]
    values = [variable.value for variable in model.trainable_variables]
    used, split = set(), len(values)

    def probed_loss(tensors):
        some = dict(zip(names, tensors[split:], strict=True))
        scope = mapped_scope(model, tensors[:split])
        with scope, Recording(model, scope, some, traced=True, keep_logits=keep_logits) as recording:
            predicted = _with_output_probes(model(x, training=training), some, keep_logits)
            total = loss_of(x, y, predicted, sample_weight)
        used.update(recording.used)
        return total * scale, (total,)

    with backend().noise_kept():
        _, (loss,), gradients = backend().value_and_gradients(probed_loss, [*values, *zeros])
    if {name for name in names if name[0] != OUTPUT} - used:
        raise _unlike("and", "other layer calls")
    probes = zip(names, zeros, gradients[split:], strict=True)
    by_probe = {name: to_numpy(zero if gradient is None else gradient) / scale for name, zero, gradient in probes}
    return loss, gradients[:split], by_probe


def _unlike(first, second):
    return UserError(
        f"Expected the model to compute the same twice on the same rows. Received: two passes with losses {first} "
        f"{second}. Noise must come from a keras.random.SeedGenerator, and which layers are called must not depend on "
        "chance."
    )


def loss_function(model, loss=None, *, rows=None):
    """(x, y, predicted, sample_weight) -> the whole loss, penalties and layers' own losses included.

    With `rows` (x, y) the loss is built here: built inside a scope, its counters would be left without values.
    """
    if loss is not None:
        own = loss_like_compile(model, loss)
        _build_loss(model, own, rows)

        def given(x, y, predicted, sample_weight):
            total = own(y, predicted, sample_weight)
            for more in model.losses:
                total = total + ops.cast(ops.sum(more), total.dtype)
            return total

        return _in_sentences(given, needs_y=True)
    own_rule = type(model).compute_loss is not keras.Model.compute_loss
    if not model.compiled or (compiled_loss_of(model) is None and not own_rule):
        raise UserError(
            f"Expected a loss: the model {model.name!r} was not compiled with one. "
            'Pass it, such as loss="mse", or compile the model first.'
        )
    _build_loss(model, compiled_loss_of(model), rows)
    takes_training = "training" in inspect.signature(model.compute_loss).parameters
    options = {"training": True} if takes_training else {}
    return _in_sentences(
        lambda x, y, predicted, weight: model.compute_loss(x, y, predicted, weight, **options), needs_y=not own_rule
    )


def _build_loss(model, compiled, rows):
    if rows is None or rows[1] is None or compiled is None or compiled.built:
        return
    x, y = rows
    with mapped_scope(model):
        predicted = model(x, training=False)
    _in_sentences(lambda x, y, predicted, weight: compiled.build(y, predicted), needs_y=True)(x, y, predicted, None)


def _in_sentences(loss_of, needs_y):
    """The same loss, with an error that says what is wrong with y."""

    def checked(x, y, predicted, sample_weight):
        if needs_y and y is None:
            raise UserError("Expected y, the targets that the loss compares predictions with. Received: None.")
        try:
            return loss_of(x, y, predicted, sample_weight)
        except UserError:
            raise
        except Exception as error:  # each backend has exceptions of its own, and none says what y should have been
            shapes = [[tuple(leaf.shape) for leaf in keras.tree.flatten(part)] for part in (y, predicted)]
            message = " ".join(str(error).split())[:200]
            raise UserError(
                "Expected targets that fit the loss and the model's predictions. Received: y of shape "
                f"{_list(shapes[0])}, predictions of shape {_list(shapes[1])}. The loss's error: {message}"
            ) from error

    return checked


def _list(shapes):
    return " and ".join(map(str, shapes)) or "nothing"


def mapped_scope(model, trainable=None, others=None, *, variables=None):
    """A scope in which the model computes with these values, or its own, and changes none of them.

    `variables` are the model's trainable ones and the others, for callers that have gathered them already.
    """
    learnt, kept = variables or (model.trainable_variables, model.non_trainable_variables)
    others = [variable.value for variable in kept] if others is None else others
    pairs = [*zip(learnt, trainable or learnt, strict=True), *zip(kept, others, strict=True)]
    return keras.StatelessScope(state_mapping=pairs, collect_losses=True, initialize_variables=False)


def _record(model, rows, loss_of, training):
    x, y, sample_weight = rows
    scope = mapped_scope(model)
    with scope, Recording(model, scope) as recording:
        predicted = model(x, training=training)
        loss = loss_of(x, y, predicted, sample_weight)
    others = model.non_trainable_variables
    state = {
        name: (to_numpy(variable.value), to_numpy(scope.get_current_value(variable)))
        for name, variable in zip(weight_names(model, others), others, strict=True)
    }
    changed = {path: pair for path, pair in state.items() if not np.array_equal(*pair)}
    return recording.calls, loss, predicted, changed


def _places(model, calls, output):
    """Where probes go: every float output, every weighted sum, and the weights of layers that are called more
    than once or that pay a penalty for them."""
    for index, leaf in floating_leaves(output):
        yield (OUTPUT, index), leaf
    for call in calls:
        for index, leaf in floating_leaves(call.output):
            yield (call.key, ("output", index)), leaf
        if len(call.sums) == 1:
            yield (call.key, ("sum", 0)), call.sums[0]
        shared = sum(other.layer is call.layer for other in calls) > 1
        for variable in own_weights(call):
            if variable.trainable and (shared or variable.regularizer is not None):
                yield (call.key, ("weight", id(variable))), variable.value


def own_weights(call):
    """The weights that this call itself uses: not those of layers that it calls in turn."""
    theirs = {id(weight) for child in call.children for weight in child.layer.weights}
    return [weight for weight in call.layer.weights if id(weight) not in theirs]


def weight_names(model, variables):
    """Names that tell the weights apart: the path below the model, numbered where two have the same."""
    paths = [variable.path.removeprefix(f"{model.name}/") for variable in variables]
    return [
        path if paths.count(path) == 1 else f"{path}:{paths[: index + 1].count(path)}"
        for index, path in enumerate(paths)
    ]


def _with_output_probes(predicted, probes, keep_logits):
    leaves = keras.tree.flatten(predicted)
    probed = [
        plus(leaf, probes[(OUTPUT, index)], keep_logits) if (OUTPUT, index) in probes else leaf
        for index, leaf in enumerate(leaves)
    ]
    return keras.tree.pack_sequence_as(predicted, probed)
