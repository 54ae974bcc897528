"""Losses and decisions drawn over a plane; the paths of optimizers."""
