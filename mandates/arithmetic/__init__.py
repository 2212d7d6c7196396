"""Arithmetic of the mandates floor: pure, in whole numbers and fractions, without a model."""
