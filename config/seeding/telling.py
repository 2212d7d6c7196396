"""The story told from its first day to its last, within one deed: all of it, or nothing."""

from collections.abc import Callable
from datetime import date
from random import Random

from django.utils import translation

from communes.domain.acting import acting
from communes.randomness import drawing_from
from config.seeding import accounts, faults, neighbours, sessions, zeytun
from config.seeding.chronicle import Calendar, Chronicle, on_record
from config.seeding.story import Planted, Story
from mandates.domain import expiring

SIZES = ("village", "district")
ACCOUNTS_ON = -30
SWEPT_ON = (-30, -14, -7, -1)
"""Days on which expiries and warnings are written down, as the queue would have done."""


def tell(
    size: str,
    *,
    seed: int,
    until: date,
    password: str,
    say: Callable[[str], object],
) -> list[Planted]:
    """Fill the database with the story; returns what an audit of the last day finds.

    The same size, seed and last day give the same rows, public ids included; only the
    password and its hash do not come from the seed. All of it, or nothing.
    """
    # Long: the whole story at one glance.
    story = Story(Chronicle(Calendar(until)), seed, say)
    zeytun.live(story)
    if size == "district":
        neighbours.live(story)
        sessions.live(story)
        faults.live(story)
    else:
        faults.live_village(story)
    end(story, password)
    last = story.chronicle.calendar.at(0, 0)
    with (
        translation.override("en"),
        drawing_from(Random(seed).randbytes),  # noqa: S311 - a story that can be told again
        acting(by=on_record(None, last), at=last),
    ):
        story.chronicle.tell(say)
        say("  writing the books ...")
    return story.planted


def end(story: Story, password: str) -> None:
    """Plan the accounts and the sweeps of the last weeks."""
    calendar = story.chronicle.calendar
    story.chronicle.plan(
        calendar.at(ACCOUNTS_ON, 8), lambda at: accounts.open_accounts(story, password, at)
    )
    for day in SWEPT_ON:
        story.chronicle.plan(calendar.at(day, 22), lambda at: expiring.sweep(at) and None)
