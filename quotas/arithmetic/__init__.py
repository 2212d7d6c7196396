"""Rules that are sums: composition, pairs, seating.

Nothing here imports a model or asks a clock; counts are integers, shares are fractions.
"""
