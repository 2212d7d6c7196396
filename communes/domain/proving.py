"""A fresh proof that it is still the holder who sits there: before what weighs most.

Signing in is a proof. It holds for some minutes (setting `PROOF_MINUTES`) and ends at once when
the account gets another factor. After that the strongest thing the account has is asked for: a
passkey or a code; the password only where there is nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from communes.domain import keying, pairing, recovering, remembering, throttling
from communes.domain.keying import Site
from communes.models import Account, AccountEvent, CodeApp, Passkey
from communes.problems import Problem, Refused, refuse_if

NEEDED = "proof_needed"
"""The code of the refusal that a fresh proof would lift."""


@dataclass(frozen=True)
class Given:
    """What somebody gives as a proof; a passkey's answer with the challenge that it answers."""

    password: str = ""
    code: str = ""
    passkey: Mapping[str, Any] | None = None
    challenge: Mapping[str, Any] | None = None
    site: Site | None = None


@dataclass(frozen=True)
class Ways:
    """By what an account can prove itself."""

    code: bool
    passkey: bool
    recovery: bool

    @property
    def factors(self) -> bool:
        """Whether there is more than the password."""
        return self.code or self.passkey

    @property
    def password(self) -> bool:
        """The password counts only where there is nothing else."""
        return not self.factors


def ways(account: Account) -> Ways:
    """By what the account can prove itself now."""
    passkey = Passkey.objects.filter(account=account).exists()
    code = pairing.confirmed(account) is not None
    recovery = (passkey or code) and recovering.left(account) > 0
    return Ways(code, passkey, recovery)


def lasts() -> timedelta:
    """How long a proof holds."""
    return timedelta(minutes=settings.PROOF_MINUTES)


def holds(account: Account, proved_at: datetime, at: datetime) -> bool:
    """Whether a proof given then still holds: not long ago, and by all that is asked for now."""
    if not at - lasts() < proved_at <= at:
        return False
    later = Passkey.objects.filter(account=account, made_at__gt=proved_at).exists()
    return not (
        later or CodeApp.objects.filter(account=account, confirmed_at__gt=proved_at).exists()
    )


def needed(account: Account) -> Problem:
    """Why an act is refused for want of a proof, with what would be one."""
    found = ways(account)
    names = [name for name in ("passkey", "code", "password") if getattr(found, name)]
    message = _("This needs a fresh proof that it is you.")
    return Problem(NEEDED, message, {"ways": names})


def prove(account: Account, given: Given, *, at: datetime) -> str:
    """Take a proof; by which way it was given. Raises `Refused`, and counts, when it is none.

    Never within a deed: what is counted must stay when the deed is undone.
    """
    if given.passkey is not None:
        return _by_passkey(account, given, at)
    counted = throttling.subject("proof", account)
    found = ways(account)
    limits = throttling.PASSWORDS if found.password else throttling.SOME
    problems = throttling.attempt(counted, limits, at)
    if problems:
        _note_guesses(account, at)
        refuse_if(problems)
    way = _by_password(account, given) if found.password else _by_code(account, given, found, at)
    throttling.succeeded(counted)
    return way


def _by_passkey(account: Account, given: Given, at: datetime) -> str:
    if given.passkey is None or given.challenge is None or given.site is None:
        message = _("The question was too old. Try once more.")
        raise Refused([Problem("challenge_old", message)])
    state, site = given.challenge, given.site
    keying.take(given.passkey, state=state, site=site, account=account, at=at)
    return "passkey"


def _by_password(account: Account, given: Given) -> str:
    if not (given.password and account.check_password(given.password)):
        message = _("This is not the password of the account.")
        raise Refused([Problem("proof_wrong", message, {}, "proof_password")])
    return "password"


def _by_code(account: Account, given: Given, found: Ways, at: datetime) -> str:
    if found.code and pairing.take(account, given.code, at):
        return "code"
    if found.recovery and recovering.take(account, given.code, at):
        return "recovery"
    message = _("This code is not right, or it was used already. Wait for the next one.")
    raise Refused([Problem("proof_wrong", message, {}, "proof_code")])


def _note_guesses(account: Account, at: datetime) -> None:
    """Written once an hour: whoever guesses shall not fill the log."""
    lately = AccountEvent.objects.filter(account=account, code="guesses")
    if not lately.filter(at__gt=at - timedelta(hours=1)).exists():
        remembering.note(account, "guesses", at)
