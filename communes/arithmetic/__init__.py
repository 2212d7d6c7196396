"""Rules that are sums: votes, quorum, presence, days, chains of hashes.

Nothing here imports a model or asks a clock; counts are integers, shares are fractions.
"""
