"""Panels of the mandates floor on pages of any floor, and words for seats and counts."""
