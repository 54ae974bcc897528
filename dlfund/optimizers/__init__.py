"""Optimizers: rules that turn a gradient into a step."""

from dlfund.optimizers.adafactor import Adafactor
from dlfund.optimizers.adagrad import Adagrad
from dlfund.optimizers.adam import Adam
from dlfund.optimizers.adamax import Adamax
from dlfund.optimizers.adamw import AdamW
from dlfund.optimizers.clip_by_global_norm import ClipByGlobalNorm
from dlfund.optimizers.clip_by_norm import ClipByNorm
from dlfund.optimizers.clip_by_value import ClipByValue
from dlfund.optimizers.cosine_schedule import CosineSchedule
from dlfund.optimizers.coslog4_schedule import CosLog4Schedule
from dlfund.optimizers.every_batch_twice import EveryBatchTwice
from dlfund.optimizers.flat_cosine_schedule import FlatCosineSchedule
from dlfund.optimizers.gradient_accumulation import GradientAccumulation
from dlfund.optimizers.gradient_centralization import GradientCentralization
from dlfund.optimizers.gradient_descent import GradientDescent
from dlfund.optimizers.gradient_noise import GradientNoise
from dlfund.optimizers.lamb import Lamb
from dlfund.optimizers.layerwise_rates import LayerwiseRates
from dlfund.optimizers.lion import Lion
from dlfund.optimizers.lookahead import Lookahead
from dlfund.optimizers.momentum import Momentum
from dlfund.optimizers.moving_average import EvaluateAverage, MovingAverage
from dlfund.optimizers.muon import Muon
from dlfund.optimizers.nadam import Nadam
from dlfund.optimizers.nesterov import Nesterov
from dlfund.optimizers.one_cycle_schedule import OneCycleSchedule
from dlfund.optimizers.perceptron_rule import PerceptronRule
from dlfund.optimizers.recorder import Recorder
from dlfund.optimizers.rmsprop import RMSprop
from dlfund.optimizers.schedule_free_adamw import ScheduleFreeAdamW
from dlfund.optimizers.scheduled_weight_decay import ScheduledWeightDecay
from dlfund.optimizers.sgd import SGD
from dlfund.optimizers.sharpness_aware import ReturnHome, SharpnessAware
from dlfund.optimizers.soap import SOAP
from dlfund.optimizers.stochastic_weight_averaging import StochasticWeightAveraging
from dlfund.optimizers.variable_factors import VariableFactors
from dlfund.optimizers.warm_up_schedule import WarmUpSchedule
from dlfund.optimizers.wrapper import Wrapper

__all__ = [
    "SGD",
    "SOAP",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "ClipByGlobalNorm",
    "ClipByNorm",
    "ClipByValue",
    "CosLog4Schedule",
    "CosineSchedule",
    "EvaluateAverage",
    "EveryBatchTwice",
    "FlatCosineSchedule",
    "GradientAccumulation",
    "GradientCentralization",
    "GradientDescent",
    "GradientNoise",
    "Lamb",
    "LayerwiseRates",
    "Lion",
    "Lookahead",
    "Momentum",
    "MovingAverage",
    "Muon",
    "Nadam",
    "Nesterov",
    "OneCycleSchedule",
    "PerceptronRule",
    "RMSprop",
    "Recorder",
    "ReturnHome",
    "ScheduleFreeAdamW",
    "ScheduledWeightDecay",
    "SharpnessAware",
    "StochasticWeightAveraging",
    "VariableFactors",
    "WarmUpSchedule",
    "Wrapper",
]
