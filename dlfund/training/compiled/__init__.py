"""Whole trainings in one compiled program."""
