"""Tests that commit leave nothing behind, and the guards stand again afterwards."""

import pytest
from django.db import connection

from communes import guards
from communes.models import Account


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_rows_that_a_test_committed_are_gone_in_the_next(time: str) -> None:
    assert not Account.objects.exists()
    Account.objects.create_user(username=time)


@pytest.mark.django_db(transaction=True)
def test_guards_stand_again_after_a_test_that_committed() -> None:
    assert not guards.missing(connection)
    guards.lift(connection)
    assert guards.missing(connection)
    guards.install(connection)
