"""What several journeys begin with."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import SignedIn
from tests.journeys import recorder as recorders
from tests.journeys.recorder import Recorder


@pytest.fixture
def recorder(page: Page, live_server: Any, sign_in: SignedIn) -> Recorder:
    """The secretary of an assembly that has begun."""
    return recorders.recorder(page, live_server, sign_in)
