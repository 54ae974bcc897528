"""A neuron's weighted sum and learning rule, from dlfund's layers."""

from dlfund import explain, layers, optimizers
from dlfund.learn.interview.networks import first, network, step, with_weights


def weighted_sum(x, w, b):
    neuron = with_weights(network(3, layers.Perceptron(name="neuron")), w, b)
    traced = step(neuron, x)
    return first(traced["neuron"].preactivation), traced


def perceptron_rule(x, w, b, rate, target):
    rosenblatt = layers.Perceptron(activation="straight_through_step", name="neuron")
    neuron = with_weights(network(2, rosenblatt), w, b)
    rule = optimizers.PerceptronRule(rate)
    traced = explain.trace(neuron, [x], [[float(target)]], loss=_half_squared_error, optimizer=rule)
    return first(traced.updates["neuron/kernel"].after), traced


def _half_squared_error(y, predicted):
    return (predicted - y) ** 2 / 2
