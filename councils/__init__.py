"""Sits: councils made of delegates, and what bodies decide together.

The top floor: it asks all others, and nothing needs it, which is the confederal idea itself.
"""
