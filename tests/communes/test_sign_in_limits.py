"""Wrong passwords are counted by the address they come from, in the database."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communes.models import Attempt
from tests.factories import world
from tests.factories.world import PASSWORD

pytestmark = pytest.mark.django_db

MANY = 60


def enter(client: Client, name: str, password: str) -> Any:
    """Sign in, or try to."""
    return client.post("/accounts/login/", {"login": name, "password": password})


def test_an_address_that_guesses_many_names_waits_and_another_does_not() -> None:
    world.account("zozan", None)
    here = Client(REMOTE_ADDR="10.0.0.8")
    assert enter(here, "nobody", "guess").status_code == 200
    by_name, by_address = Attempt.objects.order_by("pk").values_list("subject", flat=True)
    at = timezone.now()
    found = [Attempt(subject=one, at=at) for one in (by_name, by_address)]
    subject = _of_the_address(found)
    Attempt.objects.bulk_create(Attempt(subject=subject, at=at) for _time in range(MANY - 2))
    refused = enter(here, "zozan", PASSWORD)
    assert refused.status_code == 200
    assert "Too many" in refused.content.decode()
    assert enter(Client(REMOTE_ADDR="10.0.0.9"), "zozan", PASSWORD).status_code == 302
    Attempt.objects.update(at=at - timedelta(minutes=6))
    assert enter(here, "zozan", PASSWORD).status_code == 302


def _of_the_address(rows: list[Attempt]) -> str:
    """Of two subjects the one that another name from the same address is counted under too."""
    enter(Client(REMOTE_ADDR="10.0.0.8"), "nobody else", "guess")
    return next(
        row.subject for row in rows if Attempt.objects.filter(subject=row.subject).count() == 2
    )


def test_a_right_password_is_not_counted() -> None:
    world.account("zozan", None)
    client = Client()
    assert enter(client, "zozan", PASSWORD).status_code == 302
    assert not Attempt.objects.exists()
