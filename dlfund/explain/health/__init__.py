"""What is wrong with a network: dead and saturated units, gradients that vanish, a gradient check."""
