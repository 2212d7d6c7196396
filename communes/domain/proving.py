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

from communes.domain import throttling
from communes.models import Account
from communes.problems import Problem, refuse_if

NEEDED = "proof_needed"
"""The code of the refusal that a fresh proof would lift."""


@dataclass(frozen=True)
class Given:
    """What somebody gives as a proof."""

    password: str = ""
    code: str = ""
    passkey: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Ways:
    """By what an account can prove itself."""

    code: bool
    passkey: bool

    @property
    def password(self) -> bool:
        """The password counts only where there is nothing else."""
        return not (self.code or self.passkey)


def ways(account: Account) -> Ways:
    """By what the account can prove itself now."""
    return Ways(code=False, passkey=False)


def lasts() -> timedelta:
    """How long a proof holds."""
    return timedelta(minutes=settings.PROOF_MINUTES)


def holds(account: Account, proved_at: datetime, at: datetime) -> bool:
    """Whether a proof given then still holds."""
    return at - lasts() < proved_at <= at


def needed(account: Account) -> Problem:
    """Why an act is refused for want of a proof, with what would be one."""
    found = ways(account)
    names = [name for name in ("passkey", "code", "password") if getattr(found, name)]
    message = _("This needs a fresh proof that it is you.")
    return Problem(NEEDED, message, {"ways": names})


def prove(account: Account, given: Given, *, at: datetime) -> None:
    """Take a proof. Raises `Refused`, and counts, when it is none."""
    counted = throttling.subject("proof", account)
    limits = throttling.PASSWORDS if ways(account).password else throttling.SOME
    refuse_if(throttling.attempt(counted, limits, at))
    refuse_if(_problems(account, given))
    throttling.succeeded(counted)


def _problems(account: Account, given: Given) -> list[Problem]:
    if ways(account).password and given.password and account.check_password(given.password):
        return []
    message = _("This is not the password of the account.")
    return [Problem("proof_wrong", message, {}, "proof_password")]
