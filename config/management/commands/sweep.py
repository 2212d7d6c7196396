"""`manage.py sweep`: what the queue does every minute, once and by hand."""

from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from config.sweeping import sweep


def instant(text: str) -> datetime:
    """The instant a person typed: a date-time (UTC if it names no zone) or a day's midnight, UTC.

    Raises `CommandError` when it is neither.
    """
    try:
        found: datetime | None = parse_datetime(text)
        day = parse_date(text) if found is None else None
    except ValueError as error:
        raise CommandError(f"--at: there is no such instant: {text}") from error
    if found is None and day is not None:
        found = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - its zone follows
    if found is None:
        raise CommandError(f"--at: not an instant (2026-03-21T18:00+03:00 is one): {text}")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Command(BaseCommand):
    """Write down and announce what is due, without the queue."""

    help = "Write down and announce what is due: expiries, warnings, deliveries."

    def add_arguments(self, parser: CommandParser) -> None:
        """One option: the instant."""
        parser.add_argument("--at", metavar="INSTANT", help="as of this instant; default: now")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, one call, say what was done."""
        at = instant(options["at"]) if options["at"] else timezone.now()
        for name, count in sweep(at).items():
            self.stdout.write(f"{name}: {count}")
