"""What every layer, loss, metric and optimizer does to numbers, drawn from the real component."""
