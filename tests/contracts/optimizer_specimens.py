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
    draws     whether it draws random numbers
    """

    make: Callable
    rate: float = 0.1
    calls: int = 1
    draws: bool = False


def around(wrapper, inner=optimizers.Adam, **options):
    return lambda rate: wrapper(inner(rate), **options)


PLAIN = {
    "Adafactor": [OptimizerSpecimen(optimizers.Adafactor)],
    "Adagrad": [OptimizerSpecimen(optimizers.Adagrad, rate=0.5)],
    "Adam": [
        OptimizerSpecimen(optimizers.Adam),
        OptimizerSpecimen(lambda rate: optimizers.Adam(rate, beta_1=0.8, beta_2=0.95, clipnorm=1.0)),
        OptimizerSpecimen(lambda rate: optimizers.Adam(rate, amsgrad=True)),
    ],
    "Adamax": [OptimizerSpecimen(optimizers.Adamax)],
    "AdamW": [OptimizerSpecimen(lambda rate: optimizers.AdamW(rate, weight_decay=0.01))],
    "GradientDescent": [OptimizerSpecimen(optimizers.GradientDescent)],
    "Lamb": [OptimizerSpecimen(optimizers.Lamb)],
    "Lion": [OptimizerSpecimen(optimizers.Lion, rate=0.06)],
    "Momentum": [OptimizerSpecimen(optimizers.Momentum)],
    "Muon": [OptimizerSpecimen(optimizers.Muon)],
    "Nadam": [OptimizerSpecimen(optimizers.Nadam)],
    "Nesterov": [OptimizerSpecimen(optimizers.Nesterov)],
    "PerceptronRule": [OptimizerSpecimen(optimizers.PerceptronRule)],
    "RMSprop": [
        OptimizerSpecimen(optimizers.RMSprop, rate=0.05),
        OptimizerSpecimen(lambda rate: optimizers.RMSprop(rate, momentum=0.9, centered=True), rate=0.005),
    ],
    "SGD": [
        OptimizerSpecimen(optimizers.SGD),
        OptimizerSpecimen(lambda rate: optimizers.SGD(rate, momentum=0.9, nesterov=True)),
    ],
    "SOAP": [
        # few gradients vary along all axes: with the usual epsilon rounding errors would be steps of full length
        OptimizerSpecimen(lambda rate: optimizers.SOAP(rate, epsilon=1e-2)),
        OptimizerSpecimen(
            lambda rate: optimizers.SOAP(rate, epsilon=1e-2, precondition_frequency=2, max_precond_dim=2)
        ),
    ],
    "ScheduleFreeAdamW": [OptimizerSpecimen(optimizers.ScheduleFreeAdamW, rate=0.5)],
}

WRAPPERS = {
    "ClipByGlobalNorm": [OptimizerSpecimen(around(optimizers.ClipByGlobalNorm, limit=1.0))],
    "ClipByNorm": [OptimizerSpecimen(around(optimizers.ClipByNorm, optimizers.Momentum, limit=1.0))],
    "ClipByValue": [OptimizerSpecimen(around(optimizers.ClipByValue, limit=0.5))],
    "GradientAccumulation": [OptimizerSpecimen(around(optimizers.GradientAccumulation, steps=2), calls=2)],
    "GradientCentralization": [OptimizerSpecimen(around(optimizers.GradientCentralization, optimizers.Momentum))],
    "GradientNoise": [
        OptimizerSpecimen(around(optimizers.GradientNoise, optimizers.Momentum, variance=1e-6, seed=1), draws=True)
    ],
    "LayerwiseRates": [OptimizerSpecimen(around(optimizers.LayerwiseRates, decay=0.8))],
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
    "StochasticWeightAveraging": [
        OptimizerSpecimen(around(optimizers.StochasticWeightAveraging, optimizers.GradientDescent, start=3, period=2)),
    ],
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

# The wrappers' parent, and what stands beside some of them: checked in tests/optimizers.
BESIDE = {"EvaluateAverage": [], "EveryBatchTwice": [], "ReturnHome": [], "Wrapper": []}

OPTIMIZERS = {**PLAIN, **WRAPPERS, **SCHEDULES, **BESIDE}
