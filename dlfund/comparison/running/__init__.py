"""Folds and contenders become outcome files: worker pool, fold loop, successive rounds, learning curve, run folder."""
