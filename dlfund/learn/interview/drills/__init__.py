"""Questions whose numbers are drawn at random each time. Plain Python: `dlfund drill` starts without a network library.

The tests compare every answer here with the function of the same name in `proofs/`, on hundreds of drawn instances.
"""
