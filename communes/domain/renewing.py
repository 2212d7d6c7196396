"""A new password: every other sign-in ends with the old one."""

from datetime import datetime

from django.utils.translation import gettext as _

from communes.domain import inviting, remembering, throttling
from communes.domain.acting import Actor, acting
from communes.models import (
    Account,
    ApiToken,
    CodeApp,
    Passkey,
    RecoverySheet,
    ResetRequest,
    SignIn,
)
from communes.problems import Problem, refuse_if


def change_password(
    account: Account, old: str, new: str, *, kept: str, by: Actor, at: datetime
) -> None:
    """Change the password; every sign-in but the kept session's ends. Raises `Refused`.

    Never within another deed: attempts at the old password stay counted.
    """
    counted = throttling.subject("password", account.username)
    refuse_if(throttling.attempt(counted, throttling.PASSWORDS, at))
    if not account.check_password(old):
        message = _("This is not the password of the account.")
        refuse_if([Problem("password_wrong", message, {}, "old")])
    throttling.succeeded(counted)
    refuse_if(inviting.password_problems(new, account))
    with acting(by=by, at=at) as acts:
        account.set_password(new)
        account.save(update_fields=["password"])
        SignIn.objects.filter(account=account).exclude(session_key=kept).delete()
        remembering.tell(acts, account, "password_changed")


def clear(account: Account, at: datetime) -> None:
    """Everything was lost: nothing of what opened the account opens it any more."""
    for rows in (CodeApp.objects, Passkey.objects, RecoverySheet.objects, SignIn.objects):
        rows.filter(account=account).delete()
    ApiToken.objects.filter(account=account, revoked_at__isnull=True).update(revoked_at=at)
    ResetRequest.objects.filter(
        account=account, agreed_at__isnull=True, stopped_at__isnull=True
    ).update(stopped_at=at)
