"""Arguments: the types under which a part takes what Keras takes too, so that a type checker finds a wrong one.

    Dense("8")                       mypy: "str" where "int" is expected
    Dense(8, activation=relu)        a name, a function or a layer: `ActivationLike`

Each is what the constructor's own check accepts, and no more: a name that nothing has is found when the part is made.
"""

from collections.abc import Callable, Mapping
from typing import Any

# A name, a function or a layer, or a saved config of one; None leaves numbers as they are.
ActivationLike = str | Callable[..., Any] | Mapping[str, Any] | None
# A name such as "he_normal", an instance, a function of (shape, dtype), or a saved config.
Initializer = str | Callable[..., Any] | Mapping[str, Any]
# A name such as "l2", an instance, a function of the weight, or a saved config; None for no penalty.
Regularizer = str | Callable[..., Any] | Mapping[str, Any] | None
# A name such as "non_neg", an instance, a function of the weight, or a saved config; None leaves it free.
Constraint = str | Callable[..., Any] | Mapping[str, Any] | None
# A dtype's or policy's name, a keras.DTypePolicy, or its config; None means Keras's setting. (Keras has no types.)
DType = Any
# One number for every axis, or one for each.
PerAxis = int | tuple[int, ...] | list[int]
# A number, or a schedule that gives it from the step.
NumberOrSchedule = float | Callable[..., Any]
