"""Comparison: folds, scores, intervals, the verdict, and what is wrong with a table or a result."""
