"""The keys of the room: each one that is listed leads somewhere, and all are listed."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from communes.domain import speaking
from communes.models import Attendance
from tests.factories.gathering import gathering
from tests.factories.world import SYSTEM

pytestmark = pytest.mark.django_db

ELSEWHERE = {"/", "?", "Alt", "Ctrl", "S", "↓", "↑"}
"""Keys that the recorder's own script knows, and those that go with another."""


def test_every_key_that_is_listed_leads_somewhere() -> None:
    held = gathering(present=16)
    item, now = held.item(), timezone.now()
    page = reverse("item", args=[item.public_id])
    first = Attendance.objects.filter(meeting=held.meeting, person=held.town.women[2]).get()
    one = speaking.ask(item, first, by=SYSTEM, at=now)
    html = held.recorder.get(page).content.decode()
    speaking.give_floor(one, by=SYSTEM, at=now)
    html += held.recorder.get(page).content.decode()
    listed = set(re.findall(r"<kbd>([^<]+)</kbd>", html)) - ELSEWHERE
    assert set(re.findall(r'data-key="([^"]+)"', html)) == listed


def test_the_keys_rest_while_a_field_is_in_use() -> None:
    script = (Path(__file__).parents[2] / "static" / "shortcuts.js").read_text(encoding="utf-8")
    assert 'const FIELDS = "input, textarea, select, [contenteditable]"' in script
    assert "if (inUse(event)) return;" in script
