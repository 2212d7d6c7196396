"""`manage.py seed`: the demonstration, made through the deeds in simulated time."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.models import Body, Charter
from config.seeding import accounts, region
from config.seeding.chronicle import today
from config.seeding.telling import SIZES, tell

EARLIEST = date(2000, 1, 1)
REGION = "region"
"""Told in sets: hundreds of communes are likenesses of a few that live by the deeds."""


def day(text: str) -> date:
    """A day as somebody typed it. Raises `ArgumentTypeError`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a day (2026-03-21 is one): {text}") from error


class Command(BaseCommand):
    """Fill an empty database with an invented confederation and its past year."""

    help = "Fill an empty database with an invented confederation and its past year."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much, which one, until when."""
        parser.add_argument("--size", choices=[*SIZES, REGION], default="village")
        parser.add_argument("--seed", type=int, required=True, metavar="N")
        parser.add_argument(
            "--until", type=day, metavar="DAY", help="last day of the story; default: today"
        )
        parser.add_argument(
            "--accounts", type=Path, metavar="FILE", help="where to write names and password"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, one call, say what was done."""
        began = monotonic()
        until = options["until"] or today()
        refuse(until)
        file: Path | None = options["accounts"] and Path(options["accounts"])
        password = accounts.new_password()
        self.say(f"Telling a {options['size']}'s year until {until} (seed {options['seed']}) ...")
        with kept(file, password):
            story = {"seed": options["seed"], "until": until, "password": password}
            if options["size"] == REGION:
                planted = region.tell(**story, say=self.say)
            else:
                planted = tell(options["size"], **story, say=self.say)
        self.say(f"{Body.objects.count()} bodies in {monotonic() - began:.1f} seconds.")
        self.say(f"{len(planted)} faults were planted for an audit to find.")
        if file is None:
            self.welcome(password)

    def welcome(self, password: str) -> None:
        """The accounts to sign in as."""
        self.say("Sign in as one of these (name, password):")
        for name in accounts.ORDER:
            self.say(f"  {name:<12}{password}")

    def say(self, sentence: str) -> None:
        """Tell the person at the keyboard, at once."""
        self.stdout.write(sentence)
        self.stdout.flush()


@contextmanager
def kept(file: Path | None, password: str) -> Iterator[None]:
    """Write the accounts' file first, for a password nobody can read is worth nothing.

    It goes again when the story fails. Raises `CommandError` when it cannot be written.
    """
    if file is None:
        yield
        return
    try:
        accounts.write(file, password)
    except OSError as error:
        raise CommandError(f"The accounts cannot be written: {error}") from error
    try:
        yield
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def refuse(until: date) -> None:
    """Raise `CommandError` when there is somebody's work already, or no such past."""
    if Body.objects.exists() or Charter.objects.exists():
        raise CommandError("The database already holds bodies; the demonstration needs it empty.")
    if not EARLIEST <= until <= today():
        raise CommandError(f"--until must lie between {EARLIEST} and today, {today()}.")
