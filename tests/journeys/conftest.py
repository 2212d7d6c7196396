"""What several journeys begin with."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import SignedIn
from tests.journeys import recorder as recorders
from tests.journeys.recorder import Recorder
from tests.journeys.saying import speak


@pytest.fixture(params=["en", pytest.param("ar", marks=pytest.mark.rtl)])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each journey from left to right and from right to left."""
    chosen: str = request.param
    if chosen != "en":
        speak(chosen, monkeypatch)
    return chosen


@pytest.fixture
def recorder(page: Page, live_server: Any, sign_in: SignedIn) -> Recorder:
    """The secretary of an assembly that has begun."""
    return recorders.recorder(page, live_server, sign_in)
