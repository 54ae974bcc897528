"""KerasTuner proposes hyperparameters, `dlfund.training` trains them."""
