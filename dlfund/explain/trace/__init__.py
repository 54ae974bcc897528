"""Every number of one training step, forwards and backwards."""
