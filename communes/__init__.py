"""Lives: where people live and meet.

The ground floor: households and residents, accounts, bodies of every kind and their dated
relations, meetings with agenda, attendance, motions, resolutions and minutes, minute books,
the charter, notices and submissions. It imports no other app; what it needs from those above
it asks through `communes.ports`, and what they bring to an agenda, a charter or a notice they
register in `communes.kinds`, `communes.charter` and `communes.notices`.
"""
