"""Rules that are sums: composition, pairs, seating, ranked ballots, optima, lots.

Nothing here imports a model or asks a clock; counts are integers, shares are fractions.
"""
