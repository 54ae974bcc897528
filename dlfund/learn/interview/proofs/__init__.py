"""The number that a drill asks for, computed by dlfund's trace or by a real layer, optimizer or metric.

A proof takes the drill's numbers and returns the answer, or the answer and the trace that contains it.
"""
