"""The roof: settings, addresses, queue, bootstrap, and the commands that need every floor.

It may import from all four floors; none of them may import from here.
"""
