"""The days on which everything in this ground happened.

They are reckoned from today, for the database goes by its own clock when it keeps lists.
"""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

TODAY = (timezone.now() - timedelta(days=1)).replace(hour=15, minute=0, second=0, microsecond=0)
"""The last afternoon that is surely over."""
BASE = TODAY - timedelta(days=60)
"""The day on which everything was founded."""
OLD = datetime(TODAY.year - 3, 3, 1, 15, tzinfo=UTC)
"""A founding whose personal lists are older than the charter keeps them."""
MET = BASE + timedelta(days=30)
"""The hour of the meetings that are still open."""
