"""From predictions to a verdict: metrics, corrected intervals and tests, the bootstrap, held-out rows."""
