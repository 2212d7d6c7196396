"""`manage.py reset_account NAME`: a one-time code for a new password."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from communes.domain import inviting
from communes.domain.acting import Actor
from communes.models import Account


class Command(BaseCommand):
    """For whoever looks after the machine, when no two officers can do it."""

    help = (
        "Print a one-time code with which the holder of an account sets a new password at "
        "/invitation/. The old password stays until then; the holder is told."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The account."""
        parser.add_argument("name", help="the name that the holder signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        """One call."""
        account = Account.objects.filter(username=options["name"]).first()
        if account is None:
            raise CommandError(f"There is no account called {options['name']!r}.")
        issued = inviting.reset(account, by=Actor(basis="staff"), at=timezone.now())
        self.stdout.write(issued.code)
        self.stdout.write(
            f"Works once, at /invitation/, until {issued.invitation.expires_at:%Y-%m-%d %H:%M} UTC."
        )
