"""Worlds for tests, made through the deeds themselves."""
