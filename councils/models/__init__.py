"""Nouns of the councils floor."""

from councils.models.councils import Council, Joining, Level

__all__ = ["Council", "Joining", "Level"]
