"""Who asks, when, and with what: what every operation of the API begins with.

The first line of an operation finds its rows among those that may be seen and says who may
try; the shape of what was sent is read after that, so that a stranger learns nothing from it.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.exceptions import PermissionDenied as Denied
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from communes import freshness
from communes.domain.acting import Actor
from communes.freshness import ProofNeeded
from communes.models import Account, ApiToken, Meeting, Person
from communes.serializers.fields import HappenedSerializer

M = TypeVar("M", bound=Model)
Shape = type[Serializer[Any]]
WHEN = "happened_at"


class Ask:
    """One request: its account, its instant, and what it says in body and address."""

    def __init__(self, request: Request, takes: Shape | None, asks: Shape | None) -> None:
        self.request = request
        self._takes = takes
        self._asks = asks

    @cached_property
    def at(self) -> datetime:
        """The instant of the request: one for all that it asks and does."""
        return timezone.now()

    @cached_property
    def account(self) -> Account:
        """The account that is signed in. Raises `PermissionDenied` for nobody."""
        if not isinstance(self.request.user, Account):
            raise PermissionDenied
        return self.request.user

    @property
    def token(self) -> ApiToken | None:
        """The token that the program bears; none for a browser's session."""
        return self.request.auth if isinstance(self.request.auth, ApiToken) else None

    @property
    def session_key(self) -> str:
        """The key of the session that asks; empty for a token."""
        return "" if self.token else str(self.request.session.session_key or "")

    @property
    def me(self) -> Person | None:
        """The person behind the account, if there is one."""
        return self.account.person

    @property
    def myself(self) -> Person:
        """The person behind the account. Raises `PermissionDenied` where there is none."""
        if self.me is None:
            raise PermissionDenied
        return self.me

    @property
    def by(self) -> Actor:
        """Who acts."""
        return self.actor()

    def actor(self, basis: str = "") -> Actor:
        """Who acts, and on what ground."""
        return Actor(self.me, self.account, basis, recorded_at=self.at)

    @cached_property
    def told(self) -> dict[str, Any]:
        """The body, in shape, but for when it happened. Raises `ValidationError` (400)."""
        return {name: value for name, value in self._read.items() if name != WHEN}

    @cached_property
    def _read(self) -> dict[str, Any]:
        if self._takes is HappenedSerializer and "json" not in self.request.content_type:
            return {}  # an act that needs no body
        return self._shaped(self._takes, self.request.data)

    def then(self, meeting: Meeting) -> datetime:
        """When what is entered happened: as was sent, for what comes from paper; else now.

        Raises `ValidationError` for an instant to come, or one before the meeting was opened.
        """
        then: datetime | None = self._read.get(WHEN)
        if then is None:
            return self.at
        if then > self.at:
            raise ValidationError({WHEN: [ErrorDetail(_("That has not come yet."), "ahead")]})
        if meeting.opened_at and then < meeting.opened_at:
            early = ErrorDetail(_("The meeting was not yet open then."), "before_opening")
            raise ValidationError({WHEN: [early]})
        return then

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What the address asks after its question mark, in shape. Raises `ValidationError`."""
        return self._shaped(self._asks, self.request.query_params)

    def _shaped(self, shape: Shape | None, data: Any) -> dict[str, Any]:
        if shape is None:
            return {}
        read = shape(data=data, context={"ask": self})
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)


def require(allowed: bool) -> None:
    """The access line. Raises `PermissionDenied` (403)."""
    if not allowed:
        raise PermissionDenied


def require_fresh(ask: Ask) -> None:
    """The line after the access line, before what weighs most: is it still the holder who asks?

    Raises `ProofNeeded` (403, code `proof_needed`) without a fresh proof; `POST me/proof` gives
    one. A token was proved when it was made, if it was made for this.
    """
    if ask.token is not None:
        proved = ask.token.proves
    else:
        proved = freshness.proved(ask.request, ask.account, ask.at)
    if not proved:
        raise ProofNeeded(ask.account)


def require_session(ask: Ask) -> None:
    """The line of what no token may do: change what opens the account. Raises `Denied` (403)."""
    if ask.token is not None:
        message = _("No token may do this: sign in on the pages.")
        raise Denied(message, "token_not_here")


def require_scope(ask: Ask) -> None:
    """Before every act: a token may have been made to read only. Raises `Denied` (403)."""
    if ask.token is not None and ask.token.scope != ApiToken.Scope.WRITE:
        raise Denied(_("This token only reads."), "token_reads_only")


def require_seen(allowed: bool) -> None:
    """The access line where even the existence is private. Raises `Http404`."""
    if not allowed:
        raise Http404


def found(rows: QuerySet[M], public_id: UUID) -> M:
    """The row of that public id among those that may be seen; absent and foreign answer alike."""
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def chosen(rows: QuerySet[M], public_ids: Sequence[UUID], field: str) -> list[M]:
    """The rows of these public ids, in their order. Raises `ValidationError` at the field."""
    known = {cast("Any", row).public_id: row for row in rows.filter(public_id__in=public_ids)}
    if set(public_ids) - set(known):
        raise ValidationError({field: [ErrorDetail(_("There is no such row."), "unknown")]})
    return [known[one] for one in dict.fromkeys(public_ids)]


def chosen_one(rows: QuerySet[M], public_id: UUID | None, field: str) -> M | None:
    """The row of that public id, or None for None. Raises `ValidationError` at the field."""
    return chosen(rows, [public_id], field)[0] if public_id is not None else None
