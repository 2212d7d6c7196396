"""One's own sign-ins: on which devices, since when; ended one by one, or all others at once."""

from datetime import datetime

from django.db.models import QuerySet

from communes.domain import remembering
from communes.domain.acting import Actor, acting
from communes.models import Account, SignIn


def of(account: Account, at: datetime) -> QuerySet[SignIn]:
    """The account's sign-ins that have not run out, the last used first."""
    rows = SignIn.objects.filter(account=account, expire_date__gt=at)
    return rows.order_by("-seen_on", "-began_at", "session_key")


def end(row: SignIn, *, by: Actor, at: datetime) -> None:
    """End a sign-in: the device's next request is a stranger's, and locks what it keeps."""
    assert row.account is not None
    with acting(by=by, at=at):
        row.delete()
        remembering.note(row.account, "sign_in_ended", at, browser=row.browser, system=row.system)


def end_others(account: Account, kept: str, *, by: Actor, at: datetime) -> int:
    """End all sign-ins but the one of that session; how many there were."""
    with acting(by=by, at=at):
        ended = SignIn.objects.filter(account=account).exclude(session_key=kept).delete()[0]
        if ended:
            remembering.note(account, "sign_ins_ended", at)
    return ended


def forget(at: datetime) -> int:
    """Forget sign-ins that have run out."""
    return SignIn.objects.filter(expire_date__lt=at).delete()[0]
