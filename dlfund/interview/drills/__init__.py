"""Questions whose numbers are drawn afresh. Plain Python: `dlfund drill` starts without a network library.

Every answer here is held against the function of the same name in `proofs/`, on hundreds of drawn instances, by the tests.
"""
