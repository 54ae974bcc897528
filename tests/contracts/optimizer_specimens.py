"""The table of every public optimizer, wrapper and schedule: name in dlfund.optimizers -> its specimens."""

OPTIMIZERS = {}
