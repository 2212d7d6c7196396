"""`manage.py bench NAME`: the measurements under tests/benchmarks; no part of the tests."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import proving
from config.environment import ROOT
from config.management.commands.test import served

LONGEST = 4 * 3600
"""Seconds after which a measurement hangs; a test does after minutes."""
FOLDER = ROOT / "tests" / "benchmarks"


def modules() -> dict[str, Path]:
    """The measurements there are, by name."""
    return {path.stem.removeprefix("bench_"): path for path in sorted(FOLDER.glob("bench_*.py"))}


class Command(BaseCommand):
    """Measure, in a database of its own."""

    help = "Run measurements by name and print their numbers; without a name, say which there are."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Names, and the engine."""
        parser.add_argument("names", nargs="*", metavar="NAME")
        parser.add_argument("--postgres", action="store_true", help="on PostgreSQL, not on SQLite")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each module in turn; exit code 1 when a number is not what it must be."""
        known = modules()
        if not options["names"]:
            self.stdout.write("\n".join(known))
            return
        unknown = [name for name in options["names"] if name not in known]
        if unknown:
            raise CommandError(f"There is no such measurement: {', '.join(unknown)}.")
        if code := self.measure([str(known[name]) for name in options["names"]], options):
            sys.exit(code)

    def measure(self, paths: list[str], options: dict[str, Any]) -> int:
        """Run the modules as pytest does tests, with what they print."""
        from tests.servers import servers

        long = ("-o", f"faulthandler_timeout={LONGEST}")
        command = proving.tests("-q", "-s", "-p", "no:cacheprovider", *long, *paths)
        with proving.surroundings() as env:
            if not options["postgres"]:
                return proving.take(proving.Step("SQLite", command), env, self.stdout.write)
            with servers() as running:
                step = proving.Step("PostgreSQL", command, served(running))
                return proving.take(step, env, self.stdout.write)
