"""How many queries an act takes, to compare at one row and at three."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries(act: Callable[[], object]) -> int:
    """The number of queries that the act takes once all is warm."""
    act()
    with CaptureQueriesContext(connection) as taken:
        act()
    return len(taken)
