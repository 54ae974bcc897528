"""Questions whose numbers are drawn afresh. Plain Python: `dlfund drill` starts without a network library.

The tests hold every answer here against the function of the same name in `proofs/`, on hundreds of drawn instances.
"""
