"""A whole network, counted by Keras."""

from dlfund import layers
from dlfund.learn.interview.networks import network


def network_parameters(widths):
    features, *units = widths
    return network(features, *[layers.Dense(width) for width in units]).count_params()
