"""Verbs of the quotas floor."""
