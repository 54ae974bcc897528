"""The typed result of a run, built once from its folder; sections, lessons, published figures."""
