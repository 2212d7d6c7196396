"""Verbs of the councils floor."""
