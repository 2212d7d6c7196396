"""Codes from an app on the holder's phone (TOTP, RFC 6238): paired, confirmed, taken once each."""

import base64
from datetime import datetime, timedelta
from urllib.parse import quote

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from communes.domain import remembering, throttling
from communes.domain.acting import Actor, acting
from communes.models import Account, CodeApp, UsedCode
from communes.problems import Problem, refuse_if
from communes.randomness import random_bytes

STEP = 30
"""Seconds for which a code is shown; the one before and the one after are taken too."""
DIGITS = 6


def begin(account: Account, *, by: Actor, at: datetime) -> CodeApp:
    """Make a secret for an app that is still to be confirmed. Raises `Refused` if there is one."""
    with acting(by=by, at=at):
        Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        known = CodeApp.objects.filter(account=account)
        if known.filter(confirmed_at__isnull=False).exists():
            refuse_if([Problem("codes_known", _("Codes from an app are asked for already."))])
        known.delete()
        sealed = _seal().encrypt(random_bytes(20)).decode()
        return CodeApp.objects.create(account=account, sealed_secret=sealed, made_at=at)


def waiting(account: Account) -> CodeApp | None:
    """The app that is still to be confirmed, if there is one."""
    return CodeApp.objects.filter(account=account, confirmed_at__isnull=True).first()


def confirmed(account: Account) -> CodeApp | None:
    """The app whose codes are asked for, if there is one."""
    return CodeApp.objects.filter(account=account, confirmed_at__isnull=False).first()


def confirm(account: Account, code: str, *, by: Actor, at: datetime) -> None:
    """Ask for codes from now on: the app has shown that it makes the right ones.

    Raises `Refused`.
    """
    app = waiting(account)
    if app is None:
        refuse_if([Problem("codes_not_begun", _("Begin anew: there is no app to confirm."))])
    counted = throttling.subject("confirm codes", account)
    refuse_if(throttling.attempt(counted, throttling.SOME, at))
    with acting(by=by, at=at) as acts:
        assert app is not None
        refuse_if([] if _take(app, code, at) else [wrong()])
        app.confirmed_at = at
        app.save(update_fields=["confirmed_at"])
        remembering.tell(acts, account, "codes_added")
    throttling.succeeded(counted)


def remove(account: Account, *, by: Actor, at: datetime) -> None:
    """Ask for no codes any more. Raises `Refused` when none are asked for."""
    with acting(by=by, at=at) as acts:
        app = confirmed(account)
        if app is None:
            refuse_if([Problem("codes_unknown", _("No codes from an app are asked for."))])
        assert app is not None
        app.delete()
        remembering.tell(acts, account, "codes_removed")


def take(account: Account, code: str, at: datetime) -> bool:
    """Whether it is a code of the account's app that was not used before; from now on it is."""
    app = confirmed(account)
    return app is not None and _take(app, code, at)


def shown_secret(app: CodeApp) -> str:
    """The secret as people type it: groups of four letters and digits."""
    plain = base64.b32encode(_secret(app)).decode().rstrip("=")
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


def address(app: CodeApp) -> str:
    """What the square says to the app."""
    secret = base64.b32encode(_secret(app)).decode().rstrip("=")
    label = quote(f"Komîn:{app.account.username}")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote('Komîn')}"


def wrong() -> Problem:
    """The code is not right, or was used."""
    message = _("This code is not right, or it was used already. Wait for the next one.")
    return Problem("code_wrong", message, {}, "code")


def code_at(app: CodeApp, at: datetime) -> str:
    """The code that the app shows at an instant."""
    return TOTP(_secret(app), DIGITS, SHA1(), STEP).generate(int(at.timestamp())).decode()  # noqa: S303


def forget(at: datetime) -> int:
    """Forget used codes that are too old to be taken, and secrets nobody confirmed for a day."""
    old = int(at.timestamp()) // STEP - 10
    CodeApp.objects.filter(confirmed_at=None, made_at__lt=at - timedelta(days=1)).delete()
    return UsedCode.objects.filter(step__lt=old).delete()[0]


def _take(app: CodeApp, code: str, at: datetime) -> bool:
    typed = "".join(code.split())
    step = next((one for one in _steps(at) if _right(app, one, typed)), None)
    if step is None:
        return False
    try:
        with transaction.atomic():
            UsedCode.objects.create(app=app, step=step)
    except IntegrityError:
        return False
    CodeApp.objects.filter(pk=app.pk).update(used_on=at.date())
    return True


def _steps(at: datetime) -> list[int]:
    now = int(at.timestamp()) // STEP
    return [now, now - 1, now + 1]


def _right(app: CodeApp, step: int, typed: str) -> bool:
    made = TOTP(_secret(app), DIGITS, SHA1(), STEP).generate(step * STEP).decode()  # noqa: S303
    return constant_time_compare(made, typed)


def _secret(app: CodeApp) -> bytes:
    """The secret; of an installation that has another secret key now, one that fits no code."""
    try:
        return _seal().decrypt(app.sealed_secret.encode())
    except InvalidToken:
        return random_bytes(20)


def _seal() -> Fernet:
    key = salted_hmac("communes.codes", "secret", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
