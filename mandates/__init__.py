"""Delegates: seats, who holds them for how long, and what binds them.

Instructions and deviations, reports and hearings, recall by assembly and by petition, alternates,
credentials, terms and their expiry. Imports communes only. Fills the ground floor's ports for
offices, rolls of seats and how a delegate's vote counts. Whether a mandate is in force is computed
on reading, never stored.
"""
