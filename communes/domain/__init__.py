"""Verbs of the ground floor: what may happen, and the deeds that make it happen."""
