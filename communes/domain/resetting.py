"""A new way in for somebody who lost everything: two officers agree, the holder is told at once."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communes.domain import inviting, remembering
from communes.domain.acting import Actor, acting
from communes.domain.inviting import Issued
from communes.models import Account, Body, Invitation, ResetRequest
from communes.problems import Problem, refuse_if

WAITS = timedelta(days=7)
"""How long a request waits for the second officer *(ours)*."""


def waiting(account: Account, at: datetime) -> ResetRequest | None:
    """The request that waits for a second officer, if there is one."""
    rows = ResetRequest.objects.filter(account=account, asked_at__gt=at - WAITS)
    rows = rows.filter(agreed_at__isnull=True, stopped_at__isnull=True)
    return rows.select_related("asked_by__person", "account__person").first()


def running(account: Account, at: datetime) -> QuerySet[ResetRequest]:
    """What the holder can still stop: requests that wait, and codes not yet used."""
    rows = ResetRequest.objects.filter(account=account, stopped_at__isnull=True)
    fresh = rows.filter(agreed_at__isnull=True, asked_at__gt=at - WAITS)
    printed = rows.filter(invitation__in=Invitation.objects.waiting(at))
    return (fresh | printed).order_by("-asked_at", "-pk")


def ask_problems(account: Account, by: Account, at: datetime) -> list[Problem]:
    """Why this officer cannot ask."""
    problems = _own(account, by)
    if waiting(account, at) is not None:
        message = _("An officer has asked already; a second one has to agree.")
        problems.append(Problem("reset_asked", message))
    return problems


def ask(account: Account, commune: Body, *, by: Actor, at: datetime) -> ResetRequest:
    """The first officer asks; the holder is told who did. Raises `Refused`."""
    assert by.account is not None
    with acting(by=by, at=at) as acts:
        Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        refuse_if(ask_problems(account, by.account, at))
        old = ResetRequest.objects.filter(account=account, agreed_at__isnull=True)
        old.filter(stopped_at__isnull=True).update(stopped_at=at)
        row = ResetRequest.objects.create(
            account=account, commune=commune, asked_by=by.account, asked_at=at
        )
        remembering.tell(acts, account, "reset_asked", officer=by.account.get_full_name())
    return row


def agree_problems(row: ResetRequest, by: Account, at: datetime) -> list[Problem]:
    """Why this officer cannot agree."""
    problems = _own(row.account, by)
    if row.agreed_at or row.stopped_at or row.asked_at <= at - WAITS:
        problems.append(Problem("reset_over", _("This request is over. Ask anew.")))
    if by.pk == row.asked_by_id:
        message = _("You asked yourself: another officer has to agree.")
        problems.append(Problem("reset_needs_two", message))
    return problems


def agree(row: ResetRequest, *, by: Actor, at: datetime) -> Issued:
    """The second officer agrees; the code is shown once. Raises `Refused`."""
    assert by.account is not None
    with acting(by=by, at=at) as acts:
        locked = ResetRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
        refuse_if(agree_problems(locked, by.account, at))
        issued = inviting.reset(locked.account, by=by, at=at)
        locked.agreed_by, locked.agreed_at = by.account, at
        locked.invitation = issued.invitation
        locked.save(update_fields=["agreed_by", "agreed_at", "invitation"])
        officer = by.account.get_full_name()
        remembering.tell(acts, locked.account, "reset_agreed", officer=officer)
    return issued


def stop(account: Account, *, by: Actor, at: datetime) -> None:
    """The holder, still signed in somewhere, stops it: printed codes are worthless."""
    with acting(by=by, at=at) as acts:
        rows = list(running(account, at).select_for_update(of=("self",)))
        if not rows:
            refuse_if([Problem("reset_over", _("There is nothing to stop."))])
        codes = [row.invitation_id for row in rows if row.invitation_id]
        Invitation.objects.filter(pk__in=codes).update(withdrawn_at=at)
        ResetRequest.objects.filter(pk__in=[row.pk for row in rows]).update(stopped_at=at)
        remembering.tell(acts, account, "reset_stopped")


def _own(account: Account, by: Account) -> list[Problem]:
    if account.pk == by.pk:
        message = _("Nobody resets their own account: change the password instead.")
        return [Problem("reset_own", message)]
    return []
