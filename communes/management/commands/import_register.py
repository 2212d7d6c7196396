"""`manage.py import_register --commune NAME FILE`: a register from a file, all or nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from communes.domain import importing
from communes.domain.acting import Actor
from communes.domain.comparing import Plan, compare
from communes.domain.importing import Decision
from communes.folding import fold
from communes.models import Body, BodyKind
from communes.problems import Refused
from communes.register_file import RegisterFile, RegisterRow, read_register

MOST_BYTES = 20_000_000


def commune_called(name: str) -> Body:
    """The commune of that name or public id. Raises `CommandError`, naming those there are."""
    rows = Body.objects.filter(kind=BodyKind.COMMUNE, ended_at__isnull=True)
    try:
        found = rows.filter(public_id=UUID(name)).first()
    except ValueError:
        found = rows.filter(folded=fold(name)).first() if fold(name) else None
    if found is None:
        known = ", ".join(rows.values_list("name", flat=True)[:20])
        raise CommandError(f"There is no commune called {name!r}. There are: {known or 'none'}.")
    return found


def content(path: Path) -> bytes:
    """The bytes of the file. Raises `CommandError` when there are none to read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path} is larger than {MOST_BYTES // 1_000_000} MB.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


class Command(BaseCommand):
    """Compare the file with the register; enter it unless something is wrong with it."""

    help = (
        "Enter the residents of a CSV file (household, address, name, gender, birth_year) in a "
        "commune's register, all or nothing. Prints how many are new, changed and doubtful; "
        "errors by row and column go to stderr. Exit code 1, and nothing entered, on any error, "
        "and on doubtful rows (name and year as someone who lives elsewhere in the commune, or "
        "a row that stands twice) unless --doubtful says what to do with them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Commune, file, and what to do with doubtful rows."""
        parser.add_argument("file", type=Path, help="a CSV file as a spreadsheet writes it")
        parser.add_argument("--commune", metavar="NAME", required=True, help="its name or id")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")
        parser.add_argument(
            "--doubtful",
            choices=["skip", "same", "new"],
            help="leave doubtful rows out; take them for the person of that name, who moved (a "
            "row that stands twice is left out); or enter them as further people",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, compare, say, enter."""
        commune = commune_called(options["commune"])
        at = timezone.now()
        read = read_register(content(options["file"]), max_year=at.year)
        self.complain(read)
        plan = compare(read.rows, commune, at)
        self.tell(plan, commune)
        unsure = [*(match.row for match in plan.doubtful), *plan.twins]
        if unsure and options["doubtful"] is None:
            self.name_doubtful(plan)
            raise CommandError("Nothing was entered. Say --doubtful skip, same or new.")
        if options["dry_run"]:
            self.stdout.write("Nothing was entered: this was a dry run.")
            return
        decided: dict[int, Decision] = {row.line: options["doubtful"] for row in unsure}
        self.enter(read.rows, commune, plan, decided)

    def complain(self, read: RegisterFile) -> None:
        """Name everything that is wrong with the file. Raises `CommandError` if there is any."""
        for note in read.notes:
            self.stderr.write(note.sentence)
        for problem in read.problems:
            self.stderr.write(problem.sentence)
        if read.problems:
            raise CommandError(f"Nothing was entered: {len(read.problems)} errors in the file.")

    def tell(self, plan: Plan, commune: Body) -> None:
        """The counts."""
        self.stdout.write(f"{commune.name}: {plan.new_households} households are new.")
        for word in ("new", "changed", "unchanged", "doubtful", "twins"):
            label = "twice in the file" if word == "twins" else word
            self.stdout.write(f"{label}: {len(getattr(plan, word))}")
        self.stdout.write(f"in the register and not in the file: {plan.missing}")

    def name_doubtful(self, plan: Plan) -> None:
        """Each doubtful row, with the reason."""
        for match in plan.doubtful:
            self.stderr.write(
                f"Row {match.row.line}: {match.row.name} ({match.row.birth_year}) lives in "
                f"{match.household.name} by the register, in {match.row.household} by the file."
            )
        for row in plan.twins:
            self.stderr.write(f"Row {row.line}: {row.name} stands in the file twice.")

    def enter(
        self,
        rows: Sequence[RegisterRow],
        commune: Body,
        plan: Plan,
        decided: dict[int, Decision],
    ) -> None:
        """One call."""
        try:
            importing.apply(
                rows,
                commune,
                by=Actor(basis="staff"),
                at=timezone.now(),
                digest=plan.digest,
                decisions=decided,
                progress=self.progress,
            )
        except Refused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem.message))
            raise CommandError("Nothing was entered.") from refused
        self.stdout.write("Entered.")

    def progress(self, done: int, total: int) -> None:
        """Say how far it has come; small files need no such line."""
        if total > 1000:
            self.stdout.write(f"{done} of {total} people entered")
