"""Verbs of the mandates floor."""
