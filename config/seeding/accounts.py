"""Who of the story can sign in, and the file that says with which password."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.contrib.auth.hashers import make_password

from communes.domain import inviting
from communes.models import Account, Person
from config.seeding.stage import holders
from config.seeding.story import Story
from config.seeding.zeytun import NAME
from mandates.models import OfficeCode

ORDER = ("secretary", "cochair1", "cochair2", "delegate", "admin", "resident")


def people(story: Story, at: datetime) -> Mapping[str, Person]:
    """The persons behind the accounts, a month before the story ends."""
    home = story.communes[NAME]
    first, second = holders(home.body, OfficeCode.CO_CHAIR, at)
    found = {
        **story.roles,
        "secretary": holders(home.body, OfficeCode.SECRETARY, at)[0],
        "cochair1": first,
        "cochair2": second,
        "resident": home.cast.take("woman"),
    }
    return {name: found[name] for name in ORDER}


def open_accounts(story: Story, password: str, at: datetime) -> None:
    """Make the accounts; one password for all, for it is printed and shared anyway.

    Neither password nor hash comes from the story's chance: they are secrets.
    """
    encoded = make_password(password)
    for name, person in people(story, at).items():
        Account.objects.create(
            username=name, person=person, password=encoded, language="en", date_joined=at
        )


def new_password() -> str:
    """A password that people can type."""
    return inviting.new_password()


def write(path: Path, password: str) -> None:
    """Write the accounts, a line each, for the owner's eyes only."""
    lines = "".join(f"{name} {password}\n" for name in ORDER)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(lines)
