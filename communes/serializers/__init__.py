"""Shapes of what the API takes and gives; never a rule."""
