"""`manage.py verify_books`: every minute book, link by link."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from communes.domain import booking
from communes.domain.vouching import Break
from communes.models import Body, Entry

REASONS = {
    "number": "an entry is missing, repeated or out of order",
    "previous": "it does not name the hash of the entry before it",
    "content": "its hash is not the hash of what it says",
    "columns_differ": "the columns beside it say something else than the entry",
    "minutes_missing": "the minutes that it vouches for are missing",
    "minutes_differ": "the minutes are not those that were signed",
    "minutes_without_entry": "there are signed minutes that no entry vouches for",
    "resolution_differs": "the resolution says something else than the entry",
    "resolution_without_entry": "there is a resolution that no entry vouches for",
    "commitment_differs": "the commitment to a list is not the one that it names",
    "list_differs": "a personal list is not the one that it vouches for",
    "missing": "the book ends before an entry that signed paper names",
    "printed": "signed paper bears another hash",
    "slip_differs": "what it strikes out as a slip is not struck out",
    "slip_without_entry": "a decision is struck out that no entry names",
    "change_differs": "the earlier resolution was not changed as it says",
    "change_without_entry": "a resolution was changed that no entry changes",
    "mandate_differs": "the mandate is not the one that it grants",
    "mandate_without_entry": "there is a mandate that no entry grants",
    "mandate_end_differs": "the mandate did not end as it says",
    "mandate_end_without_entry": "a mandate was ended that no entry ends",
}


def bodies(named: str | None) -> QuerySet[Body]:
    """The body of that public id, or all. Raises `CommandError` when there is none."""
    if named is None:
        return Body.objects.order_by("pk")
    try:
        found = Body.objects.filter(public_id=UUID(named))
    except ValueError as error:
        raise CommandError(f"--body: not the id of a body: {named}") from error
    if not found.exists():
        raise CommandError(f"--body: there is no body with the id {named}.")
    return found


def told(broken: Break) -> str:
    """A break as a line: body, entry, reason."""
    code, _colon, what = broken.reason.partition(":")
    reason = REASONS.get(code, code) + (f" ({what})" if what else "")
    place = f"entry {broken.number}" if broken.number else "beside the book"
    return f"{broken.body.name} ({broken.body.key}), {place}: {reason}"


class Command(BaseCommand):
    """Check the chains, the signed minutes and the lists still kept."""

    help = (
        "Check every minute book: the chain of its entries, the signed minutes and resolutions "
        "beside it, and the personal lists still kept. Names the first broken entry of each "
        "book; exit code 1 if there is any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Two options: a single body, and a hash that stands on its signed paper."""
        parser.add_argument("--body", metavar="ID", help="the public id of one body; default: all")
        parser.add_argument(
            "--head", metavar="HASH", help="a hash printed under its signed minutes; with --body"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify each book, name what is broken."""
        rows = bodies(options["body"])
        head = "".join((options["head"] or "").lower().split())
        if head and options["body"] is None:
            raise CommandError("--head: name the body whose paper bears the hash with --body.")
        broken = [found for body in rows.iterator() if (found := booking.verify(body, head=head))]
        for one in broken:
            self.stderr.write(told(one))
        if broken:
            raise CommandError(f"Books that do not hold: {len(broken)} of {rows.count()}.")
        entries = Entry.objects.filter(body__in=rows).count()
        self.stdout.write(f"Whole: {rows.count()} books with {entries} entries.")
