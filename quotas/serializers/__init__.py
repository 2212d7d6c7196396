"""Shapes of what the API of this floor takes and gives."""
