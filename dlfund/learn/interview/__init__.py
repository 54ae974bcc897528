"""Interview questions about deep learning, each with a check that runs.

questions/   a question, its answer, what is often said instead, and code that fails if the answer is wrong drills/
a question whose numbers are drawn at random, with its worked solution; plain Python, so it starts at once proofs/
the same number from dlfund's own trace, or from a real layer, optimizer or metric
"""
