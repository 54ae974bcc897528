"""What each backend computes in its own way for looking inside a model."""
