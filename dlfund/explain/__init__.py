"""Look inside any keras.Model, also one that dlfund did not build: every number of a step, and what ails a network."""

from dlfund.explain.trace import Trace, trace

__all__ = ["Trace", "trace"]
