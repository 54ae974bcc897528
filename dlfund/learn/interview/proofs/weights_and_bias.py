"""Parameters, counted by the layer."""

from dlfund import layers
from dlfund.learn.interview.networks import network


def dense_parameters(features, units, batch):
    return network(features, layers.Dense(units)).count_params()
