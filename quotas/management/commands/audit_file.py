"""`manage.py audit_file`: hold any bodies that a table lists against a composition rule."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quotas.arithmetic.composition import Rounding
from quotas.arithmetic.tables import Judged, TableRule, judge_table, rule_of
from quotas.composition_file import read_composition

ROUNDINGS = {"ceil": Rounding.UP, "table": Rounding.TABLE}
HEADINGS = ["seats", "women", "men", "other", "undisclosed", "share_women", "verdict", "needs"]
TOTAL = "all seats together"


class Command(BaseCommand):
    """Read, judge, print."""

    help = (
        "Hold the bodies of a CSV file against a rule: a row a seat, with the columns gender "
        "(woman, man, other, undisclosed; female, male, f, m; blank is a vacant seat), body "
        "(optional) and component (optional, not read: neither rule concerns it). Shares are of "
        "all seats; needs is the fewest seats to fill rightly or to change hands."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the rule, and how to print."""
        parser.add_argument("file", metavar="FILE.csv")
        parser.add_argument("--rule", required=True, choices=[rule.value for rule in TableRule])
        parser.add_argument("--rounding", default="ceil", choices=list(ROUNDINGS))
        parser.add_argument("--format", default="table", choices=["table", "json"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge every body, and all seats together."""
        try:
            rule = rule_of(TableRule(options["rule"]), ROUNDINGS[options["rounding"]])
        except ValueError as error:
            raise CommandError(f"--rule women50 with --rounding table: {error}.") from error
        try:
            data = Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        read = read_composition(data)
        if read.problems:
            raise CommandError("\n".join(problem.sentence for problem in read.problems))
        found = judge_table(rule, read.bodies, by_body=read.by_body)
        if options["format"] == "json":
            rows = [one.as_json() for one in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(lines(found)))


def lines(found: list[Judged]) -> list[str]:
    """The figures in columns; names first, as they may be of any length."""
    rows = [["body", *HEADINGS]]
    for one in found:
        told = one.as_json()
        figures = ["-" if told[name] is None else str(told[name]) for name in HEADINGS]
        rows.append([TOTAL if one.body is None else one.body, *figures])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join([name.ljust(widths[0]), *map(str.rjust, figures, widths[1:])]).rstrip()
        for name, *figures in rows
    ]
