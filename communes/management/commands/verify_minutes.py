"""`manage.py verify_minutes`: whether printed minutes are what the book holds."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communes.models import Meeting
from communes.papers.verifying import Finding, check_code, check_file

TOLD = {
    "same": "It is what the book holds.",
    "earlier": "It is what the book holds, printed before a later meeting resolved about it.",
    "issued": "It was issued by this book.",
    "unissued": "No such paper was issued by the books that stand here.",
    "differs": "It is NOT what the book holds.",
    "unknown": "It is of no signed minutes that stand here.",
    "broken": "The book itself does not hold",
}


def lines(found: Finding) -> list[str]:
    """A finding in lines."""
    told = [TOLD[found.verdict]]
    if found.broken is not None:
        told = [f"{told[0]}: entry {found.broken.number}, {found.broken.reason}."]
    if found.paper is not None:
        day = found.paper.at.date().isoformat()
        told[0] = f"It was issued by this book on {day}: {found.paper.get_kind_display()}."
    if found.meeting is not None:
        told.append(f"{found.meeting.body.name}, meeting {found.meeting.number}")
    if found.meeting is None and found.body is not None:
        told.append(found.body.name)
    if found.verdict == "differs" and not found.differences:
        told.append("The words agree; the file was changed in another way.")
    return told + list(found.differences)


class Command(BaseCommand):
    """Hold a file, or the code on paper, against the book."""

    help = (
        "Tell whether a PDF of signed minutes, or the code printed on them, is what the book "
        "holds; of a sheet or list, whether it was issued here. Lines "
        "beginning with - stand in the file alone, with + in the book alone. "
        "Exit code 1 unless both agree."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """A file or a code."""
        parser.add_argument("file", nargs="?", metavar="FILE.pdf")
        parser.add_argument("--code", metavar="TEXT", help="the code printed at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the one that is given."""
        if (options["file"] is None) == (options["code"] is None):
            raise CommandError("Name one file, or --code and the printed code.")
        if options["code"] is not None:
            found = check_code(options["code"], Meeting.objects.all())
        else:
            found = check_file(self._content(options["file"]), Meeting.objects.all())
        if not found.holds:
            raise CommandError("\n".join(lines(found)))
        self.stdout.write("\n".join(lines(found)))

    def _content(self, name: str) -> bytes:
        try:
            return Path(name).read_bytes()
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}") from error
