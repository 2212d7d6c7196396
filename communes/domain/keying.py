"""Passkeys (WebAuthn): made by a device of the holder, and asked for at the door.

A passkey belongs to one address of the program: browsers show it nowhere else. What is checked,
and how, is the library's; here is what is kept, and that each challenge is answered once.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from communes.domain import remembering
from communes.domain.acting import Actor, acting
from communes.models import Account, Passkey
from communes.problems import Problem, Refused, refuse_if
from communes.randomness import random_bytes

MOST = 20
"""Passkeys of one account *(ours)*."""
MISSHAPEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError,
    RuntimeError, struct.error, UnsupportedAlgorithm,
)  # fmt: skip
"""What the library raises for answers that no browser gives."""


@dataclass(frozen=True)
class Site:
    """Where the browser stands: the name to which passkeys belong, and the exact origin."""

    host: str
    origin: str

    def server(self) -> Fido2Server:
        """The library's other half, which takes answers from this origin alone."""
        entity = PublicKeyCredentialRpEntity(id=self.host, name="Komîn")
        return Fido2Server(entity, verify_origin=lambda origin: origin == self.origin)


@dataclass(frozen=True)
class Asked:
    """What a browser is asked, and what must be remembered to check the answer."""

    options: Mapping[str, Any]
    state: Mapping[str, Any]


def of(account: Account) -> QuerySet[Passkey]:
    """The account's passkeys, the oldest first."""
    return Passkey.objects.filter(account=account).order_by("made_at", "pk")


def usable(account: Account, host: str) -> QuerySet[Passkey]:
    """Those that a browser at this address will find."""
    return of(account).filter(host=host)


def ask_new(account: Account, site: Site) -> Asked:
    """Ask a browser to make a passkey, in a device that has none of the account yet."""
    user = PublicKeyCredentialUserEntity(
        id=account.public_id.bytes,
        name=account.username,
        display_name=account.get_full_name(),
    )
    options, state = site.server().register_begin(
        user,
        [_named(one) for one in usable(account, site.host)],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
        challenge=random_bytes(32),
    )
    return Asked(dict(options), _plain(state))


def add(
    account: Account,
    answer: Mapping[str, Any],
    *,
    state: Mapping[str, Any],
    site: Site,
    name: str,
    by: Actor,
    at: datetime,
) -> Passkey:
    """Keep the passkey that a device has made. Raises `Refused`."""
    try:
        made = site.server().register_complete(dict(state), answer).credential_data
    except MISSHAPEN as error:
        raise Refused([_not_taken()]) from error
    assert made is not None
    with acting(by=by, at=at) as acts:
        Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
        refuse_if(add_problems(account))
        key = Passkey(account=account, name=name, host=site.host, made_at=at)
        _keep(key, made)
        remembering.tell(acts, account, "passkey_added", name=name)
    return key


def _keep(key: Passkey, made: AttestedCredentialData) -> None:
    key.credential_id = websafe_encode(made.credential_id)
    key.credential = bytes(made)
    try:
        with transaction.atomic():
            key.save()
    except IntegrityError as error:
        raise Refused([_not_taken()]) from error


def add_problems(account: Account) -> list[Problem]:
    """Why the account gets no further passkey."""
    if of(account).count() >= MOST:
        message = _("Remove some of the %(count)s passkeys first.") % {"count": MOST}
        return [Problem("passkeys_many", message, {"count": MOST})]
    return []


def rename(key: Passkey, name: str, *, by: Actor, at: datetime) -> None:
    """Call it otherwise."""
    with acting(by=by, at=at):
        key.name = name
        key.save(update_fields=["name"])


def remove(key: Passkey, *, by: Actor, at: datetime) -> None:
    """It opens nothing any more."""
    with acting(by=by, at=at) as acts:
        key.delete()
        remembering.tell(acts, key.account, "passkey_removed", name=key.name)


def ask(account: Account | None, site: Site) -> Asked:
    """Ask a browser for a passkey: one of the account's; or whichever it has for this address,
    and then the device makes sure itself that it is its owner."""
    needed = UserVerificationRequirement.PREFERRED
    keys = [_named(one) for one in usable(account, site.host)] if account else None
    if account is None:
        needed = UserVerificationRequirement.REQUIRED
    options, state = site.server().authenticate_begin(
        keys, user_verification=needed, challenge=random_bytes(32)
    )
    return Asked(dict(options), _plain(state))


def take(
    answer: Mapping[str, Any],
    *,
    state: Mapping[str, Any],
    site: Site,
    account: Account | None,
    at: datetime,
) -> Account:
    """Whose passkey has answered; with an account, only that account's. Raises `Refused`."""
    try:
        told = AuthenticationResponse.from_dict(answer)
        name = websafe_encode(told.raw_id)
        rows = Passkey.objects.filter(credential_id=name, host=site.host, account__is_active=True)
        key = rows.select_related("account__person").first()
        if key is None or (account is not None and key.account_id != account.pk):
            raise Refused([_not_taken()])
        site.server().authenticate_complete(dict(state), [_credential(key)], answer)
        _count(key, told.response.authenticator_data.counter, at)
    except MISSHAPEN as error:
        raise Refused([_not_taken()]) from error
    return key.account


def _count(key: Passkey, counter: int, at: datetime) -> None:
    """A device that counts must count on: else there are two of it. Raises `Refused`."""
    if (counter or key.counter) and counter <= key.counter:
        raise Refused([_not_taken()])
    Passkey.objects.filter(pk=key.pk).update(counter=counter, used_on=at.date())


def _named(key: Passkey) -> PublicKeyCredentialDescriptor:
    """By which a device knows it."""
    return PublicKeyCredentialDescriptor(
        type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(key.credential_id)
    )


def _credential(key: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(key.credential))


def _plain(state: Mapping[str, Any]) -> dict[str, Any]:
    needed = state["user_verification"]
    return {"challenge": state["challenge"], "user_verification": str(needed.value)}


def _not_taken() -> Problem:
    message = _("This passkey was not taken. Try once more, or use another way.")
    return Problem("passkey_wrong", message)
