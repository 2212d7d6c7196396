"""Arithmetic of this floor: it imports no model."""
