"""`manage.py test`: everything that has to hold, in one command; or a quick partial run."""

import signal
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from config import proving

POSTGRES = "--postgres"


class Command(BaseCommand):
    """Prove the whole program; with arguments, run pytest with them on SQLite."""

    help = (
        "Without arguments: formatting, lint, types, import contracts, settings, and all tests on "
        "both engines and in a browser. With arguments: one run of pytest with them, on SQLite, "
        f"or with {POSTGRES} on PostgreSQL and Valkey."
    )
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand every argument to pytest as it is; Django would refuse what it does not know."""
        arguments = argv[2:]
        if arguments in (["--help"], ["-h"]):
            self.print_help(argv[0], argv[1])
            return
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            code = self.partly(arguments) if arguments else self.wholly()
        except FileNotFoundError as error:
            self.stderr.write(str(error))
            code = 1
        sys.exit(code)

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything, when another program calls the command."""
        if code := self.wholly():
            sys.exit(code)

    def say(self, sentence: str) -> None:
        """Tell the person at the keyboard, at once and in order with the steps' own words."""
        self.stdout.write(sentence)
        self.stdout.flush()

    def wholly(self) -> int:
        """All steps in order; the exit code of the first that fails, or 0."""
        from tests.servers import servers

        began = time.monotonic()
        with proving.surroundings() as env:
            code = proving.first_failure(proving.fences(), env, self.say)
            if code:
                return code
            proving.demand_browser(self.say)
            with servers() as running:
                code = proving.first_failure(proving.runs(served(running)), env, self.say)
        if not code:
            self.say(f"\nEverything holds, after {time.monotonic() - began:.0f} s.")
        return code

    def partly(self, arguments: list[str]) -> int:
        """One run of pytest with the arguments; its exit code."""
        from tests.servers import servers

        chosen = [argument for argument in arguments if argument != POSTGRES]
        with proving.surroundings() as env:
            if chosen == arguments:
                step = proving.Step("Tests on SQLite", proving.tests(*chosen))
                return proving.take(step, env, self.say)
            with servers() as running:
                step = proving.Step(
                    "Tests on PostgreSQL and Valkey", proving.tests(*chosen), served(running)
                )
                return proving.take(step, env, self.say)


def served(running: dict[str, str]) -> dict[str, str]:
    """The environment of a shared server, with the URLs of the running test servers."""
    return {**proving.production(), **running}
