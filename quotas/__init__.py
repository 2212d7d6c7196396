"""Measures: what the composition of bodies must satisfy, and whether it does.

Imports communes and mandates. Makes bodies with their seats, elects under quotas, audits the
tree as of any day and follows what was found until it is mended, drafts new versions of the
charter. Its arithmetic is pure.
"""
