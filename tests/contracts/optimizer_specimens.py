"""The table of every public optimizer, wrapper and schedule: name in dlfund.optimizers -> its specimens.

An optimizer's specimen says how to make it around a learning rate; a schedule's, how to make it around its highest
rate. A public name without a row fails `test_the_table_is_complete.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dlfund import optimizers


@dataclass(frozen=True)
class OptimizerSpecimen:
    """One way to make an optimizer.

    make      a function of the learning rate (a number or a schedule) that makes it
    rate      a learning rate that suits a quadratic of curvature 1
    calls     how often it is called for one step of the weights
    """

    make: Callable
    rate: float = 0.1
    calls: int = 1


def around(wrapper, inner=optimizers.Adam, **options):
    return lambda rate: wrapper(inner(rate), **options)


PLAIN = {
    "Adagrad": [OptimizerSpecimen(optimizers.Adagrad, rate=0.5)],
    "Adam": [
        OptimizerSpecimen(optimizers.Adam),
        OptimizerSpecimen(lambda rate: optimizers.Adam(rate, beta_1=0.8, beta_2=0.95, clipnorm=1.0)),
    ],
    "AdamW": [OptimizerSpecimen(lambda rate: optimizers.AdamW(rate, weight_decay=0.01))],
    "GradientDescent": [OptimizerSpecimen(optimizers.GradientDescent)],
    "Lion": [OptimizerSpecimen(optimizers.Lion, rate=0.06)],
    "Momentum": [OptimizerSpecimen(optimizers.Momentum)],
    "Nadam": [OptimizerSpecimen(optimizers.Nadam)],
    "Nesterov": [OptimizerSpecimen(optimizers.Nesterov)],
    "PerceptronRule": [OptimizerSpecimen(optimizers.PerceptronRule)],
    "RMSprop": [OptimizerSpecimen(optimizers.RMSprop, rate=0.05)],
}

WRAPPERS = {
    "ClipByGlobalNorm": [OptimizerSpecimen(around(optimizers.ClipByGlobalNorm, limit=1.0))],
    "ClipByNorm": [OptimizerSpecimen(around(optimizers.ClipByNorm, optimizers.Momentum, limit=1.0))],
    "ClipByValue": [OptimizerSpecimen(around(optimizers.ClipByValue, limit=0.5))],
    "GradientCentralization": [OptimizerSpecimen(around(optimizers.GradientCentralization, optimizers.Momentum))],
    "Lookahead": [
        OptimizerSpecimen(around(optimizers.Lookahead, period=4)),
        OptimizerSpecimen(  # all of them at once
            lambda rate: optimizers.MovingAverage(
                optimizers.Lookahead(
                    optimizers.ClipByGlobalNorm(
                        optimizers.VariableFactors(
                            optimizers.AdamW(rate), learning_rate_factors={"b": 0.5}, weight_decay_factors={"b": 0.0}
                        ),
                        limit=1.0,
                    ),
                    period=2,
                )
            )
        ),
    ],
    "MovingAverage": [OptimizerSpecimen(around(optimizers.MovingAverage, optimizers.GradientDescent, momentum=0.9))],
    "Recorder": [OptimizerSpecimen(around(optimizers.Recorder, steps=(0, 2, 5)))],
    "ScheduledWeightDecay": [
        OptimizerSpecimen(
            lambda rate: optimizers.ScheduledWeightDecay(
                optimizers.Adam(rate), optimizers.FlatCosineSchedule(0.02, steps=30)
            )
        ),
    ],
    "SharpnessAware": [OptimizerSpecimen(around(optimizers.SharpnessAware, radius=0.05), calls=2)],
    "VariableFactors": [
        OptimizerSpecimen(around(optimizers.VariableFactors, learning_rate_factors={"b": 0.5, "k": 2.0})),
    ],
}

SCHEDULES = {
    "CosLog4Schedule": [lambda rate: optimizers.CosLog4Schedule(rate, steps=30)],
    "CosineSchedule": [lambda rate: optimizers.CosineSchedule(rate, steps=30, floor=rate / 100)],
    "FlatCosineSchedule": [lambda rate: optimizers.FlatCosineSchedule(rate, steps=30, flat=0.3)],
    "OneCycleSchedule": [lambda rate: optimizers.OneCycleSchedule(rate, steps=30)],
    "WarmUpSchedule": [
        lambda rate: optimizers.WarmUpSchedule(rate, steps=5),
        lambda rate: optimizers.WarmUpSchedule(optimizers.CosineSchedule(rate, steps=25), steps=5),
    ],
}

# The wrappers' parent, and what stands beside two of them: checked in tests/optimizers.
BESIDE = {"EvaluateAverage": [], "EveryBatchTwice": [], "Wrapper": []}

OPTIMIZERS = {**PLAIN, **WRAPPERS, **SCHEDULES, **BESIDE}
