"""Tokens with which programs act for an account: named, limited, hashed, ended."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from communes.domain import remembering
from communes.domain.acting import Actor, acting
from communes.models import Account, ApiToken
from communes.problems import Problem, refuse_if
from communes.randomness import random_bytes

LONGEST = 366
"""Days a token lasts at most *(ours)*."""
MOST = 50
"""Tokens of one account in use at once *(ours)*."""
MARK = "komin_"


@dataclass(frozen=True)
class Terms:
    """What a token is for: to read or to act, also where a fresh proof is asked for, how long."""

    name: str
    scope: str
    days: int
    proves: bool = False


@dataclass(frozen=True)
class Made:
    """A token and its text, which is shown once and stored nowhere."""

    row: ApiToken
    text: str


def of(account: Account) -> QuerySet[ApiToken]:
    """The account's tokens, the newest first, also those that have ended."""
    return ApiToken.objects.filter(account=account).order_by("-made_at", "-pk")


def make_problems(account: Account, terms: Terms, at: datetime) -> list[Problem]:
    """Why there is no such token."""
    problems = []
    if not 1 <= terms.days <= LONGEST:
        message = _("A token lasts from one day to a year.")
        problems.append(Problem("token_days", message, {"most": LONGEST}, "days"))
    if terms.proves and terms.scope != ApiToken.Scope.WRITE:
        message = _("A token that only reads signs nothing.")
        problems.append(Problem("token_reads_only", message, {}, "proves"))
    in_use = of(account).filter(revoked_at__isnull=True, expires_at__gt=at)
    if in_use.count() >= MOST:
        message = _("Revoke some of the %(count)s tokens first.") % {"count": MOST}
        problems.append(Problem("tokens_many", message, {"count": MOST}))
    return problems


def make(account: Account, terms: Terms, *, by: Actor, at: datetime) -> Made:
    """Make a token. Raises `Refused`."""
    with acting(by=by, at=at) as acts:
        Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        refuse_if(make_problems(account, terms, at))
        text = MARK + base64.urlsafe_b64encode(random_bytes(32)).decode().rstrip("=")
        row = ApiToken.objects.create(
            account=account,
            name=terms.name,
            scope=terms.scope,
            proves=terms.proves,
            token_hash=_hash(text),
            made_at=at,
            expires_at=at + timedelta(days=terms.days),
        )
        remembering.tell(acts, account, "token_made", name=terms.name)
    return Made(row, text)


def revoke(row: ApiToken, *, by: Actor, at: datetime) -> None:
    """It opens nothing any more; doing so twice changes nothing."""
    with acting(by=by, at=at):
        ended = ApiToken.objects.filter(pk=row.pk, revoked_at__isnull=True).update(revoked_at=at)
        if ended:
            remembering.note(row.account, "token_revoked", at, name=row.name)


def found(text: str, at: datetime) -> ApiToken | None:
    """The token of that text, if it holds; that it was used today is remembered."""
    rows = ApiToken.objects.filter(
        token_hash=_hash(text), revoked_at__isnull=True, expires_at__gt=at, account__is_active=True
    )
    row = rows.select_related("account__person").first()
    if row is not None and row.used_on != at.date():
        ApiToken.objects.filter(pk=row.pk).update(used_on=at.date())
    return row


def _hash(text: str) -> str:
    """Of 256 random bits a plain hash is enough: nobody can try them."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
