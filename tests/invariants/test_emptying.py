"""No table that is kept is ever emptied, by whatever statement or command."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from communes import guards
from communes.guards import NoTruncate
from communes.models import Body
from tests.invariants.attempts_on_bonds import filed
from tests.invariants.attempts_on_charters import decided
from tests.invariants.attempts_on_courses import alone, found
from tests.invariants.attempts_on_releases import opened
from tests.invariants.ground import Ground

pytestmark = pytest.mark.django_db

KEPT = sorted({one.table for one in guards.registered() if isinstance(one, NoTruncate)})
"""Tables that are never emptied."""
FURTHER = {
    "communes_charterdraft": decided,
    "mandates_report": filed,
    "quotas_course": alone,
    "quotas_courseevent": found,
    "quotas_releasedseat": opened,
    "quotas_seatrelease": opened,
}
"""What the ground does not hold by itself, by table."""


@pytest.mark.parametrize("table", KEPT)
def test_no_kept_table_is_emptied_by_a_plain_delete(table: str, ground: Ground) -> None:
    if table in FURTHER:
        FURTHER[table](ground)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        before = cursor.fetchone()[0]
        assert before, table
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] == before


def test_flush_is_refused_outside_of_tests(ground: Ground) -> None:
    with pytest.raises(CommandError), transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)
    assert Body.objects.exists()
