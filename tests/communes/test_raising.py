"""A motion is put to a body with a title and a text, and stands in its book."""

import json

import pytest

from communes.domain import raising
from communes.models import Entry, Motion
from communes.problems import Refused
from tests.factories import world
from tests.factories.world import NOW, SYSTEM

pytestmark = pytest.mark.django_db


def test_a_motion_comes_with_its_first_wording() -> None:
    made = world.town()
    version = raising.raise_motion(
        made.body,
        title=" One well ",
        text="The well is shared.\r\nIts costs too.",
        mover=made.women[0],
        by=SYSTEM,
        at=NOW,
    )
    motion = Motion.objects.get()
    assert (motion.title, motion.raised_in, motion.mover) == ("One well", made.body, made.women[0])
    assert (version.number, version.text) == (1, "The well is shared.\nIts costs too.")
    entry = Entry.objects.get(body=made.body, kind="motion.raised")
    assert json.loads(entry.content)["facts"]["version"] == version.key


@pytest.mark.parametrize(
    ("title", "text"), [(" ", "a text"), ("a title", "\n"), ("a", "b" * 10**6)]
)
def test_a_motion_without_words_is_refused(title: str, text: str) -> None:
    made = world.town()
    with pytest.raises(Refused):
        raising.raise_motion(made.body, title=title, text=text, mover=None, by=SYSTEM, at=NOW)
    assert not Motion.objects.exists()
