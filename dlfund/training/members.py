"""A member: one network of a population, with its own rows, initial weights, seed and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dlfund.data.rows import TrainRows, ValidationRows
from dlfund.training.part_rules import check_parts

if TYPE_CHECKING:
    import keras


@dataclass(frozen=True)
class Room:
    """What programs are compiled for at least. With room for all that is ever trained, results depend on no company.

    Args:
        train, validation: int. Rows; 0: as many as there are.
        epochs: int. Epochs; 0: as many as a member asks for.
    """

    train: int = 0
    validation: int = 0
    epochs: int = 0


NO_ROOM = Room()


@dataclass(frozen=True, eq=False)
class Member:
    """One training to be done.

    Its initial weights are those of `keras.utils.set_random_seed(seed); build()`, bit for bit, whether it is
    trained in a compiled program or by Keras's own loop.

    Args:
        build: function without arguments that returns a new, compiled keras.Model. It is called once for each
            member, so members may differ in anything; those that differ only in numbers (learning rate,
            dropout rate, weight decay, label smoothing, ...) share one program.
        train: TrainRows. Members may share the same object; it is then copied to the device once.
        validation: ValidationRows or None. None trains all epochs and keeps the last weights.
        epochs: int. Maximum number of epochs.
        patience: int or None. Stop after this many epochs in a row without a lower validation loss.
        seed: int. Decides the initial weights, the order of the rows and the noise of dropout.
        class_weight: dict of class index to float, or None. Multiplied by the rows' own weights.
        shuffle: bool. False keeps the rows' order in every epoch.
        whole_batches: bool. Whether rows that don't fill a batch at the end of an epoch are left out of that epoch; the
            order changes, so other rows are left out of the next.
        adapt: function of (model, x) or None. Called after `build` with the training rows, for initial weights that
            depend on the data, such as quantiles of an embedding. It draws from NumPy's global generator, which is
            seeded.
        alike: tuple of functions as `build`, of networks that may differ from this one in numbers only: the first in
            all of them, the others in one each, for an architecture that not all numbers leave as it is. What they
            differ in is an input of the program, so that it is the same program whichever other members there are.
            Empty: the members of the population tell.

    Raises:
        TypeError: rows of another class than TrainRows and ValidationRows.
        ValueError: no rows, no epoch, or patience without validation rows.
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
    alike: tuple[Callable[[], keras.Model], ...] = ()

    def __post_init__(self) -> None:
        check_parts(self.train, self.validation, self.patience)
        if self.epochs < 1:
            raise ValueError(f"Expected epochs to be at least 1. Received: epochs={self.epochs}.")

    def new_model(self) -> keras.Model:
        """A new network with the member's initial weights."""
        import keras

        keras.utils.set_random_seed(self.seed)
        model = self.build()
        if self.adapt is not None:
            self.adapt(model, self.train.x)
        return model
