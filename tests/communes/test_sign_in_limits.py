"""Wrong passwords are counted by name and address together: a stranger shuts nobody else out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communes.domain import throttling
from communes.models import AccountEvent, Attempt
from tests.factories import world
from tests.factories.world import PASSWORD

pytestmark = pytest.mark.django_db

MANY = throttling.ADDRESSES[0].attempts
FEW = throttling.PASSWORDS[0].attempts
SIEGE = throttling.SIEGE.attempts
HOME, ELSEWHERE = "10.0.0.8", "10.0.0.9"


@pytest.fixture(autouse=True)
def zozan() -> None:
    """Whose name is guessed at."""
    world.account("zozan", None)


def enter(client: Client, password: str = PASSWORD, name: str = "zozan") -> bool:
    """Sign in, or try to; whether the door opened."""
    answer: Any = client.post("/accounts/login/", {"login": name, "password": password})
    assert answer.status_code in (200, 302)
    return bool(answer.status_code == 302)


def known(address: str = HOME) -> Client:
    """A device on which the holder has signed in before, signed out now."""
    client = Client(REMOTE_ADDR=address)
    assert enter(client)
    client.post("/accounts/logout/")
    return client


def guesses(client: Client, times: int, name: str = "zozan") -> None:
    """Wrong passwords from there."""
    opened = [enter(client, "guess", name) for _time in range(times)]
    assert not any(opened)


def many(subject: str, times: int) -> None:
    """Attempts counted there, just now."""
    at = timezone.now()
    Attempt.objects.bulk_create(Attempt(subject=subject, at=at) for _time in range(times))


def test_a_stranger_shuts_out_the_own_address_and_nobody_else() -> None:
    device = known()
    stranger = Client(REMOTE_ADDR=ELSEWHERE)
    guesses(stranger, FEW)
    assert not enter(stranger)
    assert enter(Client(REMOTE_ADDR=HOME))
    assert enter(device)
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert enter(stranger)


def test_an_address_that_guesses_many_names_waits_and_another_does_not() -> None:
    many(throttling.subject("sign in", ELSEWHERE), MANY)
    assert not enter(Client(REMOTE_ADDR=ELSEWHERE))
    assert enter(Client(REMOTE_ADDR=HOME))


def test_a_network_of_a_line_counts_as_one_address() -> None:
    guesses(Client(REMOTE_ADDR="2001:db8:1:2::1"), FEW)
    assert not enter(Client(REMOTE_ADDR="2001:db8:1:2:ffff::9"))
    assert enter(Client(REMOTE_ADDR="2001:db8:1:3::1"))


def test_a_known_device_can_always_try_even_from_the_address_that_guesses() -> None:
    device = known(ELSEWHERE)
    many(throttling.subject("sign in", ELSEWHERE), MANY)
    many(throttling.subject("password anywhere", "zozan"), SIEGE)
    guesses(Client(REMOTE_ADDR=ELSEWHERE), 3)
    assert enter(device)


def test_a_known_device_has_a_limit_of_its_own() -> None:
    device = known()
    guesses(device, FEW)
    assert not enter(device)
    assert enter(Client(REMOTE_ADDR=ELSEWHERE))


def test_it_is_known_for_the_names_that_signed_in_and_by_no_forged_word() -> None:
    world.account("rojin", None)
    device = known(ELSEWHERE)
    guesses(Client(REMOTE_ADDR=ELSEWHERE), FEW, "rojin")
    assert not enter(device, name="rojin")
    guesses(Client(REMOTE_ADDR=ELSEWHERE), FEW)
    forged = Client(REMOTE_ADDR=ELSEWHERE)
    for word in ("", ".", "a.b", "a." + "0" * 32, "é" * 300, "." * 300):
        forged.cookies["komin_known"] = word
        assert not enter(forged)
    assert enter(device)
    own = device.cookies["komin_known"]
    assert (own["httponly"], own["samesite"]) == (True, "Lax")
    assert "zozan" not in own.value


def test_a_name_besieged_from_everywhere_is_guessed_slowly_and_open_to_its_holder() -> None:
    device, allowed = known(), throttling.BESIEGED[0].attempts
    many(throttling.subject("password anywhere", "zozan"), SIEGE - 1)
    assert not AccountEvent.objects.filter(code="guesses").exists()
    guesses(Client(REMOTE_ADDR="10.0.1.1"), 1)
    assert AccountEvent.objects.filter(code="guesses").count() == 1
    stranger = Client(REMOTE_ADDR="10.0.1.2")
    guesses(stranger, allowed)
    assert not enter(stranger)
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert not enter(stranger)
    assert enter(Client(REMOTE_ADDR="10.0.1.3"))
    assert enter(device)
    Attempt.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert enter(stranger)


def test_a_right_password_is_not_counted() -> None:
    client = Client()
    assert enter(client)
    assert not Attempt.objects.exists()
    client.post("/accounts/logout/")
    assert enter(client)
    assert not Attempt.objects.exists()


def test_an_ipv4_address_told_as_ipv6_shuts_out_itself_alone() -> None:
    stranger = Client(REMOTE_ADDR=f"::ffff:{ELSEWHERE}")
    guesses(stranger, FEW)
    assert not enter(stranger)
    assert not enter(Client(REMOTE_ADDR=ELSEWHERE))
    assert enter(Client(REMOTE_ADDR=f"::ffff:{HOME}"))
