"""Attempts at passwords and codes, counted in the database: for all processes alike.

An attempt is written down before it is looked at, so that many at once are still counted one by
one; it is forgotten when it was right.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from communes.domain import remembering
from communes.models import Account, Attempt
from communes.problems import Problem

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """So many attempts within such a time."""

    attempts: int
    within: timedelta


SOME = (Limit(5, timedelta(minutes=5)), Limit(30, timedelta(days=1)))
"""Attempts at a code of six digits: of a million, thirty in a day *(ours)*."""
PASSWORDS = (Limit(10, timedelta(minutes=5)),)
"""Wrong passwords under a name from one place *(ours)*: an address, or a device that is known."""
SIEGE = Limit(100, timedelta(days=1))
"""So many wrong passwords under a name, from wherever, and somebody besieges it *(ours)*."""
BESIEGED = (Limit(5, timedelta(hours=1)),)
"""Then each address has fewer attempts *(ours)*: guessing becomes slow, and nobody is shut out."""

ADDRESSES = (Limit(60, timedelta(minutes=5)),)
"""Attempts at slips' codes from one address *(ours)*: an assembly shares one access point."""


def subject(kind: str, whom: Account | str) -> str:
    """What attempts are counted under: the act, and the account or the name that was typed."""
    told = whom.key if isinstance(whom, Account) else whom.strip().casefold()
    plain = told.encode("utf-8", "replace").decode()
    return salted_hmac(f"communes.attempts.{kind}", plain, algorithm="sha256").hexdigest()


def attempt(subject: str, limits: tuple[Limit, ...], at: datetime) -> list[Problem]:
    """Write an attempt down; why it is not to be looked at: there were too many lately."""
    row = Attempt.objects.create(subject=subject, at=at)
    mine = Attempt.objects.filter(subject=subject, pk__lt=row.pk)
    for limit in limits:
        if mine.filter(at__gt=at - limit.within).count() >= limit.attempts:
            row.delete()  # what is not looked at does not count: the door opens again by itself
            message = _("Too many wrong attempts. Wait five minutes, then try again.")
            if limit.within == timedelta(hours=1):
                message = _("Too many wrong attempts. Wait an hour, then try again.")
            elif limit.within > timedelta(hours=1):
                message = _("Too many wrong attempts for today. Try again tomorrow.")
            return [Problem("too_many_attempts", message)]
    return []


def guess(name: str, place: str, at: datetime) -> list[Problem]:
    """Write down an attempt to sign in under a name from a place that is not known for it; why it
    is not to be looked at. Only that place ever waits, whoever else guesses at the name."""
    everywhere = subject("password anywhere", name)
    lately = Attempt.objects.filter(subject=everywhere, at__gt=at - SIEGE.within)
    besieged = lately.count() >= SIEGE.attempts
    refused = attempt(_from(name, place), BESIEGED if besieged else PASSWORDS, at)
    if not refused:
        Attempt.objects.create(subject=everywhere, at=at)
        if lately.count() == SIEGE.attempts:
            _note(name, at)
    return refused


def guessed_right(name: str, place: str) -> None:
    """It was right, and is not counted; what others guess at the name still is."""
    succeeded(_from(name, place))
    right(subject("password anywhere", name))


def right(subject: str) -> None:
    """The newest attempt was right: it is not counted, what was wrong before still is."""
    newest = Attempt.objects.filter(subject=subject).order_by("-pk").first()
    if newest is not None:
        newest.delete()


def succeeded(subject: str) -> None:
    """It was right: what was wrong before is forgotten."""
    Attempt.objects.filter(subject=subject).delete()


def forget(at: datetime) -> int:
    """Forget attempts of more than a day ago."""
    return Attempt.objects.filter(at__lt=at - KEPT).delete()[0]


def _note(name: str, at: datetime) -> None:
    """The holder reads in the log of the account that somebody guesses."""
    account = Account.objects.filter(username=name.strip()).first()
    if account is not None:
        remembering.note(account, "guesses", at)


def _from(name: str, place: str) -> str:
    return subject("password from", f"{name.strip()}\n{place}")
