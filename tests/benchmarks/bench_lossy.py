"""500 faults of a lossy connection: nothing lost, nothing double; without keys, doubles."""

import time

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser import SignedIn
from tests.journeys.losing import LossyLine
from tests.journeys.test_lossy import guests_let_in

FAULTS = 500
GUESTS = 400


@pytest.mark.django_db(transaction=True)
def test_faults(browser: Browser, live_server: LiveServer, sign_in: SignedIn) -> None:
    """Two of three requests are spoilt until the faults are used up."""
    began = time.monotonic()
    line = LossyLine(seed=2014, faults=FAULTS)
    found = guests_let_in(browser, live_server, sign_in, line, GUESTS)
    lost, double = GUESTS - len(found), sum(found.values()) - len(found)
    print(
        f"\n{sum(line.done.values())} faults {dict(line.done)} in {time.monotonic() - began:.0f} s"
    )
    print(f"{GUESTS} entries: {lost} lost, {double} double")
    assert (lost, double, line.left) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_without_keys(browser: Browser, live_server: LiveServer, sign_in: SignedIn) -> None:
    """The control: the same line, each attempt under a key of its own."""
    line = LossyLine(seed=2014, faults=FAULTS // 10, keys=False)
    found = guests_let_in(browser, live_server, sign_in, line, GUESTS // 10)
    double = sum(found.values()) - len(found)
    print(f"\nwithout keys: {GUESTS // 10} entries, {double} double")
    assert double
