"""A member: one network of a population, with its own rows, start, seed and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dlfund.data.rows import TrainRows, ValidationRows
from dlfund.training.part_rules import check_parts

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True, eq=False)
class Member:
    """One training to be done.

    A member starts where `keras.utils.set_random_seed(seed); build()` starts, to the bit, whether it is
    trained in a compiled program or by Keras's own loop.

    Args:
        build: function without arguments that returns a new, compiled keras.Model. It is called once for each
            member, so members may differ in anything; those that differ only in numbers (learning rate,
            dropout rate, weight decay, label smoothing, ...) share one program.
        train: TrainRows. Members may share the same object; it is then copied to the device once.
        validation: ValidationRows or None. None trains all epochs and keeps the last weights.
        epochs: int. The most epochs to train.
        patience: int or None. Stop after this many epochs in a row without a lower validation loss.
        seed: int. Decides the start, the order of the rows and the noise of dropout.
        class_weight: dict of class index to float, or None. Multiplied into the rows' own weights.
        shuffle: bool. False keeps the rows' order in every epoch.
        whole_batches: bool. Whether the rows that don't fill a batch at the end of an epoch are left out of it; the
            order changes, so that every row has its turn.
        adapt: function of (model, x) or None. Called after `build` with the training rows, for starts that depend on
            the data: quantiles of an embedding, biases at a row. What it draws it draws from NumPy's global
            generator, which is seeded.
    """

    build: Callable[[], keras.Model]
    train: TrainRows
    validation: ValidationRows | None = None
    epochs: int = 1
    patience: int | None = None
    seed: int = 0
    class_weight: dict[int, float] | None = None
    shuffle: bool = True
    whole_batches: bool = False
    adapt: Callable[[keras.Model, Any], None] | None = None

    def __post_init__(self) -> None:
        check_parts(self.train, self.validation, self.patience)
        if self.epochs < 1:
            raise ValueError(f"Expected epochs to be at least 1. Received: epochs={self.epochs}.")

    def new_model(self) -> keras.Model:
        """The network where its training starts, with weights of its own."""
        import keras

        keras.utils.set_random_seed(self.seed)
        model = self.build()
        if self.adapt is not None:
            self.adapt(model, self.train.x)
        return model
