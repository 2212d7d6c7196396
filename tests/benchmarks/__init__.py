"""Measurements: `manage.py bench` runs a module by its name; the test command runs none of them."""
