"""The number that a drill asks for, from the real thing: dlfund's trace, or a real layer, optimizer or metric.

A proof takes what the drill drew and answers with the number, or with the number and the trace that holds it.
"""
