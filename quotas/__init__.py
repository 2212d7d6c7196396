"""Measures: what the composition of bodies must satisfy, and whether it does.

Imports communes and mandates. Makes bodies with their seats, elects under quotas, audits the
tree as of any day. Its arithmetic is pure.
"""
